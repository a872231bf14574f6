// Parses texts with the code with which kubectl, kubelet and controllers parse them. Reads the file with one JSON
// object of lists of texts, and writes one with a result for each text: {"value": …} or {"error": "…"}.
package main

import (
	"encoding/json"
	"os"
	"regexp"
	"time"

	"github.com/robfig/cron/v3"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/kubernetes/third_party/forked/golang/expansion"
	"sigs.k8s.io/yaml"
)

type result struct {
	Value any    `json:"value,omitempty"`
	Error string `json:"error,omitempty"`
}

// Parsers by their name in the input.
var parsers = map[string]func(string) (any, error){
	// kubectl: a manifest. Returns it as JSON.
	"yaml": func(text string) (any, error) {
		read, err := yaml.YAMLToJSON([]byte(text))
		return json.RawMessage(read), err
	},
	// Kubelet: a word of a command. All variables have the value VALUE.
	"expand": func(text string) (any, error) {
		return expansion.Expand(text, func(string) string { return "VALUE" }), nil
	},
	// API server: a quantity. Returns it as a number.
	"quantity": func(text string) (any, error) {
		read, err := resource.ParseQuantity(text)
		return read.AsApproximateFloat64(), err
	},
	// Controllers of custom resources: a duration. Returns seconds.
	"duration": func(text string) (any, error) {
		read, err := time.ParseDuration(text)
		return read.Seconds(), err
	},
	// API server, Prometheus and Alertmanager: a regular expression.
	"regexp": func(text string) (any, error) {
		_, err := regexp.Compile(text)
		return true, err
	},
	// CronJob controller: a schedule. Returns its first three runs of the year 2027.
	"cron": func(text string) (any, error) {
		schedule, err := cron.ParseStandard(text)
		if err != nil {
			return nil, err
		}
		runs := []time.Time{}
		for at := time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC); len(runs) < 3; runs = append(runs, at) {
			if at = schedule.Next(at); at.IsZero() {
				break
			}
		}
		return runs, nil
	},
}

func main() {
	var input map[string][]string
	content, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := json.Unmarshal(content, &input); err != nil {
		panic(err)
	}
	output := map[string][]result{}
	for name, texts := range input {
		for _, text := range texts {
			value, err := parsers[name](text)
			if err != nil {
				output[name] = append(output[name], result{Error: err.Error()})
			} else {
				output[name] = append(output[name], result{Value: value})
			}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(output); err != nil {
		panic(err)
	}
}

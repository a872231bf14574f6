#!/bin/sh
# Creates the S3 bucket for the Terraform state of this environment, including the state of this stack.
#
#   sh bootstrap.sh                  prompts for approval
#   sh bootstrap.sh -auto-approve    arguments are passed to `terraform apply`
#
# The state is local until the bucket exists, and is then migrated. The script can be run again after a failure. After that,
# use terraform init, plan and apply as for any other stack.
#
# Before the bucket is destroyed, as the last of all stacks, its state must be local again:
#
#   echo '{"terraform":{"backend":{"local":{"path":"../../../../production-bootstrap.tfstate"}}}}' >override.tf.json
#   terraform init -migrate-state && terraform destroy && rm override.tf.json
set -eu
cd "$(dirname "$0")"

# A leftover override would select the local backend.
rm -f override.tf.json
output="$(mktemp)"
trap 'rm -f override.tf.json "$output"' EXIT
# Some shells run the EXIT trap after a signal only if the signal is trapped too.
trap 'exit 130' HUP INT TERM

if terraform init -input=false -reconfigure >"$output" 2>&1; then
  state="$(terraform state pull)"
  if [ -n "$state" ]; then
    echo 'The bucket exists and contains the state of this stack: use terraform init, terraform plan and terraform apply.'
    exit 0
  fi
elif ! grep -Eq 'NoSuchBucket|S3 bucket .*does not exist' "$output"; then
  # The bucket may contain the state although it cannot be read, so do not start with an empty local state.
  cat "$output" >&2
  exit 1
fi

echo '{"terraform":{"backend":{"local":{"path":"../../../../production-bootstrap.tfstate"}}}}' >override.tf.json
terraform init -input=false -reconfigure
terraform apply "$@"
rm override.tf.json
terraform init -input=false -migrate-state -force-copy
echo 'The state is in the bucket. The local copy ../../../../production-bootstrap.tfstate can be deleted.'

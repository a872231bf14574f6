#!/bin/sh
# Makes the bucket that the states of this environment are kept in, this stack's own too.
#
#   sh first-apply.sh                  asks before it applies
#   sh first-apply.sh -auto-approve    what is given goes to terraform apply
#
# Until the bucket exists the state is in a file, and then it is moved. When it breaks off, run it again. Afterwards, and for
# everybody else, this is a stack like any other: terraform init, terraform apply.
#
# To destroy the bucket, after every other stack, the state has to be in a file again:
#
#   echo '{"terraform":{"backend":{"local":{"path":"../../../../lab-bootstrap.tfstate"}}}}' >override.tf.json
#   terraform init -migrate-state && terraform destroy && rm override.tf.json
set -eu
cd "$(dirname "$0")"

if terraform init -input=false -reconfigure >/dev/null 2>&1; then
  state="$(terraform state pull)"
  if [ -n "$state" ]; then
    echo 'The bucket exists and holds the state of this stack: use terraform init, terraform plan and terraform apply.'
    exit 0
  fi
fi

trap 'rm -f override.tf.json' EXIT
echo '{"terraform":{"backend":{"local":{"path":"../../../../lab-bootstrap.tfstate"}}}}' >override.tf.json
terraform init -input=false -reconfigure
terraform apply "$@"
rm override.tf.json
terraform init -input=false -migrate-state -force-copy
echo 'The state is in the bucket now. ../../../../lab-bootstrap.tfstate is a copy that can go.'

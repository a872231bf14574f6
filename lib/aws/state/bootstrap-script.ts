/**
 * Returns the script for the first apply of the stack that creates the state bucket, which also holds the state of this
 * stack. Until the bucket exists, the state is in a local file; afterwards it is migrated.
 *
 * @param stack the stack's id, which is the name of the file
 */
export function bootstrapScript(stack: string): string {
  // Outside of the folders that synthesis replaces.
  const file = `../../../../${stack}.tfstate`;
  const override = JSON.stringify({ terraform: { backend: { local: { path: file } } } });
  return `#!/bin/sh
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
#   echo '${override}' >override.tf.json
#   terraform init -migrate-state && terraform destroy && rm override.tf.json
set -eu
cd "$(dirname "$0")"

# Left by a run that was killed, it would hide the bucket.
rm -f override.tf.json
said="$(mktemp)"
trap 'rm -f override.tf.json "$said"' EXIT
# A shell that a signal ends runs what is trapped on EXIT only where the signal is trapped as well.
trap 'exit 130' HUP INT TERM

if terraform init -input=false -reconfigure >"$said" 2>&1; then
  state="$(terraform state pull)"
  if [ -n "$state" ]; then
    echo 'The bucket exists and holds the state of this stack: use terraform init, terraform plan and terraform apply.'
    exit 0
  fi
elif ! grep -Eq 'NoSuchBucket|S3 bucket .*does not exist' "$said"; then
  # A bucket that cannot be read may well hold the state: an empty one in a file must not take its place.
  cat "$said" >&2
  exit 1
fi

echo '${override}' >override.tf.json
terraform init -input=false -reconfigure
terraform apply "$@"
rm override.tf.json
terraform init -input=false -migrate-state -force-copy
echo 'The state is in the bucket now. ${file} is a copy that can go.'
`;
}

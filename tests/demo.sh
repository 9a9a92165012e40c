#!/bin/sh
# The main job on a copy of a fixture: what is broken, what would change, the change, and that it works now.
set -eu
fixture=$(dirname "$0")/../fixtures/demo/config
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$fixture" "$folder/config"
cd "$folder"

show() {
    printf '\n$ %s\n' "$*"
    "$@" || true
}

# A kubectl before 1.26 would call Azure with such a file; any other stops by itself.
kubectl_is_new() {
    minor=$(kubectl version --client -o json 2>/dev/null | sed -n 's/.*"minor": "\([0-9]*\).*/\1/p')
    [ -n "$minor" ] && [ "$minor" -ge 26 ]
}

ask_kubectl() {
    if kubectl_is_new; then show kubectl --kubeconfig config get --raw /version; fi
}

show kubeconv detect config
show kubeconv validate --severity error --kubectl 1.37 config
ask_kubectl
show kubeconv convert --diff config
show kubeconv convert config
show kubeconv detect config
# There is neither a kubelogin nor a cluster here: a stand-in gives a token, and kubectl gets as far as the network.
mkdir bin
cat > bin/kubelogin <<'PLUGIN'
#!/bin/sh
echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"stand-in"}}'
PLUGIN
chmod +x bin/kubelogin
PATH="$folder/bin:$PATH"
show kubeconv validate --severity error --kubectl 1.37 config
ask_kubectl
kubeconv detect --format json config | python3 -c '
import json, sys
users = json.load(sys.stdin)["users"]
assert [user["format"] for user in users] == ["kubelogin", "exec"], users
print("\nConverted: every user now has a login that kubectl >= 1.26 knows.")'

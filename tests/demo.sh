#!/bin/sh
# The main job on a machine that is broken: what fails and why, the one command that fixes it, and that it works now. Nothing
# is needed but kubeconv: kubelogin and, where there is no kubectl that may be asked, kubectl are stand-ins.
set -eu
fixture=$(cd "$(dirname "$0")/../fixtures/demo" && pwd)/config
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/home"
cp "$fixture" "$folder/home/config"
chmod 600 "$folder/home/config"
cd "$folder/home"
HOME=$folder/home
unset KUBECONFIG

show() {
    printf '\n$ %s\n' "$*"
    "$@" || true
}

stand_in() {
    cat > "$folder/bin/$1"
    chmod +x "$folder/bin/$1"
}

# A kubectl before 1.26 would call Azure with such a file; any other stops by itself.
kubectl_is_new() {
    minor=$(kubectl version --client -o json 2>/dev/null | sed -n 's/.*"minor": "\([0-9]*\).*/\1/p')
    [ -n "$minor" ] && [ "$minor" -ge 26 ]
}

ask_kubectl() {
    if [ -n "$kubectl" ]; then show kubectl --kubeconfig config get --raw /version; fi
}

kubectl=
if kubectl_is_new; then
    kubectl=yes
else
    printf 'There is no kubectl 1.26 or newer here: a stand-in tells a version, and no real one is asked.\n'
    stand_in kubectl << 'PROGRAM'
#!/bin/sh
echo '{"clientVersion": {"gitVersion": "v1.37.1"}}'
PROGRAM
fi
# The stand-ins: there is neither a kubelogin nor a cluster here, and aws is only looked for.
stand_in kubelogin << 'PROGRAM'
#!/bin/sh
[ "$1" != --version ] || { printf 'kubelogin version \ngit hash: v0.2.19/stand-in\n'; exit; }
echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"stand-in"}}'
PROGRAM
stand_in aws << 'PROGRAM'
#!/bin/sh
exit 1
PROGRAM
PATH="$folder/bin:$PATH"

ask_kubectl
show kubeconv detect config
show kubeconv doctor config
show kubeconv doctor --fix --yes config
ask_kubectl
kubeconv doctor --format json config | python3 -c '
import json, sys
contexts = json.load(sys.stdin)["contexts"]
assert [each["login"]["format"] for each in contexts] == ["kubelogin", "exec"], contexts
assert [each["clients"][0]["works"] for each in contexts] == [True, True], contexts
print("\nFixed: every context has a login that kubectl >= 1.26 knows; without a cluster it gets as far as the network.")'

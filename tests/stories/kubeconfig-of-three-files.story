# KUBECONFIG lists three files. One was cut off by a full disk, so that kubectl reads none of them.
clients kubectl=1.37.1 kubelogin=0.2.19
az
variable KUBECONFIG=$HOME/aks:$HOME/broken:$HOME/kind
kubeconfig aks aks-prod=legacy
file broken "apiVersion: v1" "kind: Config" "users:" "- name: me" "  user: {token: 'abc"
kubeconfig kind kind=token
$ kubeconv doctor
$ kubeconv fix --yes

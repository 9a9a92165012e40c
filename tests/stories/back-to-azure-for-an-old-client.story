# A tool that was built with client-go 0.25 cannot run plugins on a locked-down host: one context needs the old form again.
clients kubectl=1.25.16 kubelogin=0.2.19
kubeconfig .kube/config aks-prod=devicecode aks-dev=devicecode
$ kubeconv convert --to azure --context aks-prod
$ kubeconv validate --kubectl 1.25 --context aks-prod
$ kubeconv validate --kubectl 1.26 --context aks-prod

# A GitLab job has a service principal in its variables and a kubeconfig from az aks get-credentials: nobody can type a code.
clients kubectl=1.37.1 kubelogin=0.2.19
variable CI=true GITLAB_CI=true AZURE_TENANT_ID=$TENANT AZURE_CLIENT_ID=33333333-3333-4333-8333-333333333333 AZURE_CLIENT_SECRET=hunter2
kubeconfig .kube/config aks-prod=devicecode
signs-in aks-prod
$ kubeconv doctor
$ kubeconv convert -l auto
$ kubeconv doctor

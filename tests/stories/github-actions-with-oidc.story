# A job of GitHub Actions with id-token: write deploys without any secret.
clients kubectl=1.37.1 kubelogin=0.2.19
variable CI=true GITHUB_ACTIONS=true RUNNER_ENVIRONMENT=github-hosted
variable ACTIONS_ID_TOKEN_REQUEST_URL=https://run-actions-1.example/token ACTIONS_ID_TOKEN_REQUEST_TOKEN=eyJhbGciOi
variable AZURE_TENANT_ID=$TENANT AZURE_CLIENT_ID=33333333-3333-4333-8333-333333333333
kubeconfig .kube/config aks-prod=legacy
signs-in aks-prod
$ kubeconv convert -l auto
$ kubeconv validate --this-machine

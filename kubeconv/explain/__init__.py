"""What a message of kubectl, helm, az or kubelogin means, and what helps here."""

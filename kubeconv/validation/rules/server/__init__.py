"""KC4: server and TLS."""

from collections.abc import Sequence

from kubeconv.validation.rule import Rule
from kubeconv.validation.rules.server import (
    bad_proxy_url,
    bad_server_url,
    bad_tls_server_name,
    ca_data_and_file,
    ca_not_pem,
    certificate_data_and_file,
    certificate_expires_soon,
    certificate_without_key,
    client_certificate_not_pem,
    client_key_not_pem,
    control_character_in_header,
    credentials_in_server_url,
    directory_as_file,
    expired_certificate,
    future_certificate,
    insecure_skip_tls_verify,
    insecure_with_ca,
    key_data_and_file,
    key_does_not_match,
    missing_file,
    missing_server,
    plain_http_with_credentials,
    redacted_data,
    server_without_scheme,
)

#: The rules of this room, in the order of their codes.
RULES: Sequence[Rule] = (
    missing_server,
    bad_server_url,
    plain_http_with_credentials,
    insecure_skip_tls_verify,
    insecure_with_ca,
    ca_not_pem,
    client_certificate_not_pem,
    client_key_not_pem,
    key_does_not_match,
    expired_certificate,
    certificate_expires_soon,
    ca_data_and_file,
    certificate_data_and_file,
    key_data_and_file,
    certificate_without_key,
    missing_file,
    directory_as_file,
    bad_proxy_url,
    bad_tls_server_name,
    redacted_data,
    control_character_in_header,
    credentials_in_server_url,
    server_without_scheme,
    future_certificate,
)

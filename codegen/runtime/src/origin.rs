//! Which addresses may see the credentials.

use std::net::IpAddr;

use url::{Host, Url};

/// Whether two URLs have scheme, host and port in common.
pub(crate) fn same(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host() == other.host()
        && one.port_or_known_default() == other.port_or_known_default()
}

/// Whether the host is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let base = Url::parse("https://api.example.com/api/1").unwrap();
        let is_same = |other| same(&base, &Url::parse(other).unwrap());
        assert!(is_same("https://api.example.com:443/elsewhere"));
        assert!(!is_same("http://api.example.com/api/1"));
        assert!(!is_same("http://api.example.com:443/api/1"));
        assert!(!is_same("https://api.example.com:8443/api/1"));
        assert!(!is_same("https://files.example.com/api/1"));
    }

    #[test]
    fn loopback_is_told_by_address_and_name() {
        let loopback = |url| is_loopback(&Url::parse(url).unwrap());
        assert!(loopback("http://127.0.0.1:80/") && loopback("http://[::1]/"));
        assert!(loopback("http://localhost:1234/") && loopback("http://files.localhost/"));
        assert!(!loopback("http://localhost.example.com/") && !loopback("http://10.0.0.1/"));
        assert!(!loopback("http://notlocalhost/") && !loopback("http://[2001:db8::1]/"));
    }
}

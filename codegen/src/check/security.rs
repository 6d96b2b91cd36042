//! Security schemes, for which the client builder gets a setter each.

use serde_json::Value;

use super::{Problems, headers};
use crate::document::OperationNode;
use crate::pointer::Pointer;

pub(super) fn check<'d>(operation: &OperationNode<'d>, problems: &mut Problems<'d>) {
    let schemes = Pointer::of(&["components", "securitySchemes"]);
    for name in names_of(operation, problems) {
        let at = schemes.child(name);
        let Some(scheme) = at.resolve(&problems.document.value) else { continue };
        let Some((scheme, at)) = problems.follow(scheme, at) else { continue };
        let fault = match scheme.get("type").and_then(Value::as_str) {
            Some("apiKey") => api_key(name, scheme),
            Some("http") => http(name, scheme),
            Some("oauth2" | "openIdConnect") => None,
            kind => Some((
                kind.map(|_| "type"),
                format!("the security scheme `{name}` is of no type that OpenAPI 3.0 has"),
                "its `type` is `apiKey`, `http`, `oauth2` or `openIdConnect`",
            )),
        };
        if let Some((inside, message, help)) = fault {
            let at = inside.map_or(at.clone(), |inside| at.child(inside));
            problems.add(Some(operation), &at, message, help);
        }
    }
}

/// Where inside the scheme, what is wrong, and what to do.
type Fault = (Option<&'static str>, String, &'static str);

fn api_key(scheme: &str, node: &Value) -> Option<Fault> {
    let text = |key| node.get(key).and_then(Value::as_str);
    let (Some(name), Some(place)) = (text("name"), text("in")) else {
        return Some((
            None,
            format!("the security scheme `{scheme}` lacks `name` or `in`"),
            "give it both, as strings",
        ));
    };
    match place {
        "cookie" if !headers::is_token(name) => Some((
            Some("name"),
            format!("no cookie can be named {name:?}"),
            "use letters, digits, `-` and `_`",
        )),
        "header" if !headers::is_token(name) => Some((
            Some("name"),
            format!("no header can be named {name:?}"),
            "use letters, digits, `-` and `_`",
        )),
        "header"
            if headers::is_clients_own(name) && !name.eq_ignore_ascii_case("authorization") =>
        {
            Some((
                Some("name"),
                format!("the client sets the header `{name}` by itself"),
                "declare a key in a cookie as `in: cookie`; any other needs a header of its own",
            ))
        }
        "query" if name.is_empty() => Some((
            Some("name"),
            format!("the key of the security scheme `{scheme}` has an empty name"),
            "give it the name that the service reads",
        )),
        "cookie" | "header" | "query" => None,
        _ => Some((
            Some("in"),
            format!("the security scheme `{scheme}` is in `{place}`, where no key can be"),
            "a key is in a `cookie`, a `header` or the `query`",
        )),
    }
}

fn http(scheme: &str, node: &Value) -> Option<Fault> {
    let text = node.get("scheme").and_then(Value::as_str);
    text.is_none_or(|text| !headers::is_token(text)).then(|| {
        (
            text.map(|_| "scheme"),
            format!("the security scheme `{scheme}` does not say which HTTP scheme it is"),
            "give it a `scheme`, such as `basic` or `bearer`",
        )
    })
}

fn names_of<'d>(operation: &OperationNode<'d>, problems: &Problems<'d>) -> Vec<&'d String> {
    let security =
        operation.node.get("security").or_else(|| problems.document.value.get("security"));
    let choices = security.and_then(Value::as_array).into_iter().flatten();
    choices.filter_map(Value::as_object).flat_map(|choice| choice.keys()).collect()
}

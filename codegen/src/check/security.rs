//! Security schemes: cookies, for which the client builder gets a setter each.

use serde_json::Value;

use super::Problems;
use crate::document::OperationNode;
use crate::pointer::Pointer;

pub(super) fn check<'d>(operation: &OperationNode<'d>, problems: &mut Problems<'d>) {
    let schemes = Pointer::of(&["components", "securitySchemes"]);
    for name in names_of(operation, problems) {
        let at = schemes.child(name);
        let Some(scheme) = at.resolve(&problems.document.value) else { continue };
        let Some((scheme, at)) = problems.follow(scheme, at) else { continue };
        let text = |key| scheme.get(key).and_then(Value::as_str);
        let is_cookie = text("type") == Some("apiKey") && text("in") == Some("cookie");
        if let Some(cookie) = text("name").filter(|cookie| is_cookie && !is_token(cookie)) {
            problems.add(
                Some(operation),
                &at.child("name"),
                format!("no cookie can be named {cookie:?}"),
                "use letters, digits, `-` and `_`",
            );
        } else if !is_cookie || text("name").is_none() {
            problems.add(
                Some(operation),
                &at,
                format!(
                    "the security scheme `{name}` is not a cookie, and nothing else is supported"
                ),
                "declare `type: apiKey`, `in: cookie` and the cookie's `name`, or take the \
                 operation out",
            );
        }
    }
}

/// Whether a text is a token, RFC 9110 §5.6.2: what the name of a cookie has to be.
fn is_token(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(fits)
}

fn names_of<'d>(operation: &OperationNode<'d>, problems: &Problems<'d>) -> Vec<&'d String> {
    let security =
        operation.node.get("security").or_else(|| problems.document.value.get("security"));
    let choices = security.and_then(Value::as_array).into_iter().flatten();
    choices.filter_map(Value::as_object).flat_map(|choice| choice.keys()).collect()
}

//! Names of operations: of the method, and of the request.

use std::collections::HashSet;

use heck::ToSnakeCase;
use proc_macro2::Ident;

use super::{TAKEN, ascii, camel, ident, is_ident};

/// The names of operations, in their order: of the method, and of the request. Of two that would be the
/// same, the later gets a number.
pub(crate) fn operation_names<'i>(ids: impl Iterator<Item = &'i str>) -> Vec<(Ident, Ident)> {
    let (mut methods, mut types) = (HashSet::new(), HashSet::new());
    let mut found = Vec::new();
    for id in ids {
        let (method, request) = (method_name(id), request_name(id));
        let names = (1_u32..).map(|number| match number {
            1 => (method.clone(), request.clone()),
            _ => {
                (format!("{}_{number}", method.trim_end_matches('_')), format!("{request}{number}"))
            }
        });
        // An answer that is one of several has a type of its own.
        let answer = |request: &str| format!("{request}Answer");
        let is_free = |(method, request): &(String, String)| {
            !methods.contains(method)
                && !types.contains(request)
                && !types.contains(&answer(request))
        };
        let mut names = names;
        if let Some((method, request)) = names.find(is_free) {
            found.push((ident(&method), ident(&request)));
            types.extend([answer(&request), request]);
            methods.insert(method);
        }
    }
    found
}

/// The name of the request of an operation: `getFile` is `GetFile`.
fn request_name(id: &str) -> String {
    let camel = camel(id);
    match is_ident(&camel) && !TAKEN.contains(&camel.as_str()) {
        true => camel,
        false if is_ident(&format!("{camel}Request")) => format!("{camel}Request"),
        false => format!("Operation{camel}"),
    }
}

/// Methods that the client has, or gets from traits that everybody imports.
const METHODS: [&str; 16] = [
    "base_url",
    "borrow",
    "borrow_mut",
    "builder",
    "clone",
    "fmt",
    "from",
    "into",
    "new",
    "put_part",
    "to_owned",
    "transport",
    "try_from",
    "try_into",
    "type_id",
    "upload",
];

/// The name of a method of the client: `getFile` is `get_file`.
fn method_name(id: &str) -> String {
    let snake = ascii(id).to_snake_case();
    match snake.as_str() {
        "" => "operation".to_owned(),
        name if is_ident(name) && !METHODS.contains(&name) => snake,
        name if is_ident(&format!("{name}_")) => format!("{name}_"),
        name => format!("operation_{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_get_names_of_their_own() {
        let ids = ["getX", "get_x", "self", "into", "2fa", "", "make", "makeAnswer", "größe"];
        let names = operation_names(ids.into_iter());
        let names: Vec<(String, String)> = names
            .iter()
            .map(|(method, request)| (method.to_string(), request.to_string()))
            .collect();
        let names: Vec<(&str, &str)> =
            names.iter().map(|(method, request)| (method.as_str(), request.as_str())).collect();
        assert_eq!(
            names,
            [
                ("get_x", "GetX"),
                ("get_x_2", "GetX2"),
                ("self_", "SelfRequest"),
                ("into_", "IntoRequest"),
                ("operation_2fa", "Operation2fa"),
                ("operation", "Request"),
                ("make", "Make"),
                ("make_answer_2", "MakeAnswer2"),
                ("gr_u00f6_u00df_e", "GrU00f6U00dfE"),
            ]
        );
    }

    #[test]
    fn names_that_mean_something_else_are_avoided() {
        assert_eq!(request_name("download"), "DownloadRequest");
        assert_eq!(method_name("builder"), "builder_");
    }
}

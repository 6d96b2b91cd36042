//! `src/operations/<operation>.rs`: the method of the client, and the request that it returns.

mod content;
mod one_of;
mod parameter;
mod request;
mod sending;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Emitted, credentials, docs, example, value};
use crate::model::{Answer, Argument, Body, BodyForm, Content, FormEncoding, Model, Operation};

pub(super) fn emit(operation: &Operation, model: &Model) -> Emitted {
    let summary = match operation.summary.as_str() {
        "" => format!("`{} {}`.", operation.http_method, operation.path),
        text => {
            let text = docs::sentence(&docs::prose(text));
            format!("`{} {}`: {text}", operation.http_method, operation.path)
        }
    };
    let module = docs::inner(&summary);
    let imports = imports(operation, model);
    let facts = facts(operation);
    let method = method(operation, model);
    let request = request::request(operation, model);
    let setters = request::setters(operation, model);
    let sending = sending::methods(operation, model);
    let name = &operation.request;
    let output = sending::output(operation, model);
    let one_of = one_of::emit(operation, model);
    let tokens = quote! {
        #module
        #imports
        #facts
        impl Client { #method }
        #request
        impl #name { #setters #sending }
        awaited!(#name => #output);
        #one_of
    };
    Emitted::rust(format!("src/operations/{}.rs", operation.method), "operation", tokens)
}

fn imports(operation: &Operation, model: &Model) -> TokenStream {
    let mut runtime: Vec<&str> = vec!["Call", "Error", "Operation", "Reply", "awaited"];
    if !operation.credentials.is_empty() {
        runtime.push("Credential");
    }
    runtime.extend(parameter::imports(&operation.arguments));
    if content::has_limits(operation) {
        runtime.push("Limits");
    }
    if content::has_blobs(operation) {
        runtime.push("Blob");
    }
    match &operation.answer {
        Answer::Bytes => runtime.extend(["Download", "Save"]),
        Answer::Redirect => runtime.push("Redirect"),
        Answer::OneOf(of) => {
            runtime.extend(["OneOf", "Outcome"]);
            if one_of::has_bytes(of) {
                runtime.push("Bytes");
            }
        }
        Answer::Json(_) | Answer::Nothing => {}
    }
    if sending::other_types(operation).next().is_some() {
        runtime.push("Download");
    }
    if operation.paging.is_some() {
        runtime.push("Items");
    }
    let waits = !operation.pending.is_empty();
    if waits {
        runtime.extend(["Readiness", "wait_until_ready"]);
    }
    let types = types_of(operation);
    if types.iter().any(|ty| value::mentions(ty, |name| name == "Timestamp")) {
        runtime.push("Timestamp");
    }
    let runtime = runtime.iter().map(|name| format_ident!("{name}")).collect();
    let runtime = value::one_use(&quote!(vrchat_files_runtime), &runtime);
    let is_documented = |name: &Ident| model.types.iter().any(|ty| ty.name == *name);
    let types = if types.iter().any(|ty| value::mentions(ty, is_documented)) {
        quote!(
            use crate::{Client, types};
        )
    } else {
        quote!(
            use crate::Client;
        )
    };
    let time = waits.then(|| {
        quote!(
            use std::time::Duration;
        )
    });
    let path = matches!(operation.answer, Answer::Bytes).then(|| {
        quote!(
            use std::path::PathBuf;
        )
    });
    quote! {
        #path
        #time
        use vrchat_files_runtime::reqwest::Method;
        #runtime
        #types
    }
}

/// Every type that stands in the file.
pub(super) fn types_of(operation: &Operation) -> Vec<&syn::Type> {
    let arguments = operation.arguments.iter().map(|argument| &argument.ty);
    let body = operation.body.iter().flat_map(|body| {
        let fields = match &body.form {
            BodyForm::Fields { fields, .. } => fields.as_slice(),
            BodyForm::Argument | BodyForm::Setter => &[],
        };
        fields.iter().map(|(_, field)| &field.ty).chain([&body.ty])
    });
    let content = operation.content.iter().flat_map(Content::types);
    let answer: Vec<&syn::Type> = match &operation.answer {
        Answer::Json(ty) => vec![ty],
        Answer::OneOf(of) => of.types().collect(),
        Answer::Bytes | Answer::Nothing | Answer::Redirect => Vec::new(),
    };
    arguments.chain(body).chain(content).chain(answer).collect()
}

/// The operation as data.
fn facts(operation: &Operation) -> TokenStream {
    let Operation { id, path, pending, repeatable, sensitive, .. } = operation;
    let credentials = operation.credentials.iter().map(credentials::expression);
    let method = format_ident!("{}", operation.http_method);
    let pending = pending.iter().map(|status| proc_macro2::Literal::u16_unsuffixed(*status));
    quote! {
        static OPERATION: Operation = Operation {
            id: #id,
            method: Method::#method,
            path: #path,
            credentials: &[#(#credentials),*],
            pending: &[#(#pending),*],
            repeatable: #repeatable,
            sensitive: #sensitive,
        };
    }
}

/// The method of the client: required arguments, and a request back.
fn method(operation: &Operation, model: &Model) -> TokenStream {
    let about = docs::outer(&about(operation, model));
    let (method, request) = (&operation.method, &operation.request);
    let mut parameters = Vec::new();
    let mut values = Vec::new();
    for argument in &operation.arguments {
        let name = &argument.name;
        if argument.required {
            let stored = value::in_operations(&argument.ty, model);
            let taken = value::taken(name, &argument.ty, &stored, model);
            let ty = taken.ty;
            parameters.push(quote!(#name: #ty));
            values.push(assignment(name, &parameter::keep(argument, &taken.value)));
        } else {
            let value = parameter::keep(argument, &quote!(None));
            values.push(quote!(#name: #value));
        }
    }
    if let Some(body) = &operation.body {
        match &body.form {
            BodyForm::Argument => {
                let ty = value::in_operations(&body.ty, model);
                parameters.push(quote!(body: #ty));
                values.push(quote!(body));
            }
            BodyForm::Fields { required: true, .. } => {
                values.push(quote!(body: Default::default()))
            }
            BodyForm::Setter | BodyForm::Fields { .. } => values.push(quote!(body: None)),
        }
    }
    for input in content::inputs(operation, model) {
        let (name, taken) = (&input.name, &input.taken);
        match (input.required, input.is_list) {
            (true, _) => {
                let ty = &taken.ty;
                parameters.push(quote!(#name: #ty));
                values.push(assignment(name, &taken.value));
            }
            (false, true) => values.push(quote!(#name: Vec::new())),
            (false, false) => values.push(quote!(#name: None)),
        }
    }
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    // More than clippy likes: the document wants them.
    let many = (parameters.len() >= 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #about
        #deprecated
        #many
        pub fn #method(&self, #(#parameters),*) -> #request {
            #request { client: self.clone(), #(#values),* }
        }
    }
}

fn assignment(name: &Ident, value: &TokenStream) -> TokenStream {
    if *name == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
}

/// What the method's documentation says: description, arguments, errors, an example.
fn about(operation: &Operation, model: &Model) -> String {
    let summary = match docs::first_paragraph(&docs::prose(&operation.summary)) {
        text if text.is_empty() => format!("`{} {}`.", operation.http_method, operation.path),
        text => docs::sentence(&text),
    };
    let mut parts = vec![summary];
    parts.push(docs::prose(&operation.docs));
    if let Some(Content::Form(form)) = &operation.content {
        let media_type = match form.encoding {
            FormEncoding::Multipart => "multipart/form-data",
            FormEncoding::Urlencoded => "application/x-www-form-urlencoded",
        };
        parts.push(format!("The body is a form, `{media_type}`."));
    }
    let mut arguments: Vec<String> = operation
        .arguments
        .iter()
        .filter(|argument| argument.required)
        .map(|argument| {
            let about = argument_about(argument);
            let about: Vec<&str> = about.split_whitespace().collect();
            format!("- `{}`: {}", argument.name, about.join(" "))
        })
        .collect();
    if let Some(Body { form: BodyForm::Argument, docs: text, .. }) = &operation.body {
        arguments.push(format!("- `body`: {}", docs::first_paragraph(&docs::prose(text))));
    }
    for input in content::inputs(operation, model).iter().filter(|input| input.required) {
        let about: Vec<&str> = input.docs.split_whitespace().collect();
        arguments.push(format!("- `{}`: {}", input.name, about.join(" ")));
    }
    if !arguments.is_empty() {
        parts.push(format!("# Arguments\n\n{}", arguments.join("\n")));
    }
    let failures = operation.failures.iter().map(|(status, text)| {
        let text = docs::first_paragraph(&docs::prose(text));
        format!("- Status {status}: {}", docs::sentence(&text))
    });
    let failures: Vec<String> = failures.collect();
    if !failures.is_empty() {
        parts.push(format!(
            "# Errors\n\nThese are documented; any call can fail otherwise as well, see \
             [`Error`].\n\n{}",
            failures.join("\n")
        ));
    }
    if let Some(example) = example::of(operation, model) {
        parts.push(format!("# Example\n\n{example}"));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// What to say about a parameter: its description, its bounds, and what leaving it out means.
fn argument_about(argument: &Argument) -> String {
    let text = match docs::prose(&argument.docs) {
        text if text.is_empty() => format!("The documented parameter `{}`.", argument.wire),
        text => docs::sentence(&text),
    };
    // The setter of an optional one has an attribute that says it.
    let is_said = !(argument.required && argument.deprecated);
    let text = if is_said { text } else { format!("Deprecated. {text}") };
    let is_list = crate::lower::rust_type::vec_inner(&argument.ty).is_some();
    let bounds = value::limits_in_words(&argument.limits, is_list);
    let default = argument.default.as_ref().filter(|_| !argument.required);
    let facts = [
        bounds.map(|bounds| format!("Bounds: {bounds}.")),
        default.map(|default| format!("Left out, the service assumes `{default}`.")),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if facts.is_empty() { text } else { format!("{text}\n\n{}", facts.join(" ")) }
}

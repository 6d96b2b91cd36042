//! `src/operations/<operation>.rs`: the method of the client, and the request that it returns.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Emitted, docs, example, structure, value};
use crate::model::{Answer, Argument, Body, BodyForm, Field, Location, Model, Operation};

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
    let request = request(operation, model);
    let setters = setters(operation, model);
    let send = send(operation, model);
    let name = &operation.request;
    let output = output(operation, model);
    let tokens = quote! {
        #module
        #imports
        #facts
        impl Client { #method }
        #request
        impl #name { #setters #send }
        awaited!(#name => #output);
    };
    Emitted::rust(format!("src/operations/{}.rs", operation.method), "operation", tokens)
}

fn imports(operation: &Operation, model: &Model) -> TokenStream {
    let mut runtime: Vec<&str> = vec!["Call", "Error", "Operation", "Reply", "awaited"];
    if operation.arguments.iter().any(|argument| !argument.limits.is_none()) {
        runtime.push("Limits");
    }
    if matches!(operation.answer, Answer::Bytes) {
        runtime.push("Download");
    }
    let waits = !operation.pending.is_empty();
    if waits {
        runtime.extend(["Readiness", "wait_until_ready"]);
    }
    if types_of(operation).any(|ty| value::mentions(ty, |name| name == "Timestamp")) {
        runtime.push("Timestamp");
    }
    let runtime = runtime.iter().map(|name| format_ident!("{name}")).collect();
    let runtime = value::one_use(&quote!(vrchat_files_runtime), &runtime);
    let is_documented = |name: &Ident| model.types.iter().any(|ty| ty.name == *name);
    let types = if types_of(operation).any(|ty| value::mentions(ty, is_documented)) {
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
    quote! {
        #time
        use vrchat_files_runtime::reqwest::Method;
        #runtime
        #types
    }
}

/// Every type that stands in the file.
fn types_of(operation: &Operation) -> impl Iterator<Item = &syn::Type> {
    let arguments = operation.arguments.iter().map(|argument| &argument.ty);
    let body = operation.body.iter().flat_map(|body| {
        let fields = match &body.form {
            BodyForm::Fields { fields, .. } => fields.as_slice(),
            BodyForm::Argument | BodyForm::Setter => &[],
        };
        fields.iter().map(|(_, field)| &field.ty).chain([&body.ty])
    });
    let answer = match &operation.answer {
        Answer::Json(ty) => Some(&**ty),
        Answer::Bytes | Answer::Nothing => None,
    };
    arguments.chain(body).chain(answer)
}

/// The operation as data.
fn facts(operation: &Operation) -> TokenStream {
    let Operation { id, path, cookies, pending, repeatable, sensitive, .. } = operation;
    let method = format_ident!("{}", operation.http_method);
    let pending = pending.iter().map(|status| proc_macro2::Literal::u16_unsuffixed(*status));
    quote! {
        static OPERATION: Operation = Operation {
            id: #id,
            method: Method::#method,
            path: #path,
            cookies: &[#(#cookies),*],
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
            values.push(assignment(name, &taken.value));
        } else {
            values.push(quote!(#name: None));
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
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #about
        #deprecated
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

/// The request type: the client, and every argument by name.
fn request(operation: &Operation, model: &Model) -> TokenStream {
    let name = &operation.request;
    let about = docs::outer(&format!(
        "The request of [`Client::{}`], sent by awaiting it.",
        operation.method
    ));
    let fields = operation.arguments.iter().map(|argument| {
        let name = &argument.name;
        let ty = value::in_operations(&argument.ty, model);
        if argument.required { quote!(#name: #ty,) } else { quote!(#name: Option<#ty>,) }
    });
    let body = operation.body.as_ref().map(|body| {
        let ty = value::in_operations(&body.ty, model);
        match body.form {
            BodyForm::Argument | BodyForm::Fields { required: true, .. } => quote!(body: #ty,),
            BodyForm::Setter | BodyForm::Fields { .. } => quote!(body: Option<#ty>,),
        }
    });
    quote! {
        #about
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is awaited or sent"]
        pub struct #name { client: Client, #(#fields)* #body }
    }
}

/// A setter for each optional argument, and for each field of a body that is spread out.
fn setters(operation: &Operation, model: &Model) -> TokenStream {
    let arguments = operation.arguments.iter().filter(|argument| !argument.required);
    let arguments = arguments.map(|argument| {
        let name = &argument.name;
        let about = argument_about(argument);
        let stored = value::in_operations(&argument.ty, model);
        let taken = value::taken(name, &argument.ty, &stored, model);
        let value = &taken.value;
        setter(name, &about, argument.deprecated, &taken.ty, &quote!(self.#name = Some(#value);))
    });
    let body = operation.body.as_ref().map(|body| match &body.form {
        BodyForm::Argument => TokenStream::new(),
        BodyForm::Setter => {
            let ty = value::in_operations(&body.ty, model);
            let about = format!("Sets the body. {}", docs::prose(&body.docs));
            setter(&format_ident!("body"), &about, false, &ty, &quote!(self.body = Some(body);))
        }
        BodyForm::Fields { fields, required } => {
            let setters = fields.iter();
            setters.map(|(setter, field)| body_setter(setter, field, *required, model)).collect()
        }
    });
    quote!(#(#arguments)* #body)
}

fn body_setter(setter: &Ident, field: &Field, required: bool, model: &Model) -> TokenStream {
    let name = &field.name;
    let stored = value::in_operations(&field.ty, model);
    let taken = value::taken(setter, &field.ty, &stored, model);
    let value = &taken.value;
    let owner =
        if required { quote!(self.body) } else { quote!(self.body.get_or_insert_default()) };
    let about = structure::setter_about(field);
    let set = quote!(#owner.#name = Some(#value););
    self::setter(setter, &about, field.deprecated, &taken.ty, &set)
}

fn setter(
    name: &Ident,
    about: &str,
    deprecated: bool,
    ty: &TokenStream,
    set: &TokenStream,
) -> TokenStream {
    let about = docs::outer(about);
    let deprecated = deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #about
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            #set
            self
        }
    }
}

/// What sending gives: the call, a few lines of data.
fn send(operation: &Operation, model: &Model) -> TokenStream {
    let arguments = operation.arguments.iter().map(|argument| {
        let (name, wire) = (&argument.name, &argument.wire);
        let value = match (argument.location, argument.required) {
            (Location::Path, _) => quote!(&self.#name),
            (_, true) => quote!(Some(&self.#name)),
            (_, false) => quote!(self.#name.as_ref()),
        };
        let give = match argument.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::JoinedQuery => "joined_query",
        };
        if argument.limits.is_none() {
            let give = format_ident!("{give}");
            quote!(.#give(#wire, #value))
        } else {
            let give = format_ident!("{give}_within");
            let limits = value::limits(&argument.limits);
            quote!(.#give(#wire, #value, &#limits))
        }
    });
    let body = operation.body.as_ref().map(|body| match body.form {
        BodyForm::Argument | BodyForm::Fields { required: true, .. } => {
            quote!(.body(Some(&self.body)))
        }
        BodyForm::Setter | BodyForm::Fields { .. } => quote!(.body(self.body.as_ref())),
    });
    let answer = match (&operation.answer, operation.pending.is_empty()) {
        (Answer::Json(_), true) => quote!(json),
        (Answer::Json(_), false) => quote!(json_or_pending),
        (Answer::Bytes, _) => quote!(bytes),
        (Answer::Nothing, _) => quote!(nothing),
    };
    let wait = wait(operation, model);
    let output = output(operation, model);
    quote! {
        /// Sends the request and keeps status and headers beside the answer.
        pub async fn send(self) -> Result<Reply<#output>, Error> {
            Call::new(self.client.transport(), &OPERATION)
                #(#arguments)*
                #body
                .#answer()
                .await
        }
        #wait
    }
}

/// Waiting, for an answer that may not be there yet.
fn wait(operation: &Operation, model: &Model) -> Option<TokenStream> {
    let Answer::Json(ty) = &operation.answer else { return None };
    let answer = value::in_operations(ty, model);
    (!operation.pending.is_empty()).then(|| {
        quote! {
            /// Asks until the answer is there, with pauses that grow from half a second to 15, and
            /// for as long as `limit` at most. Dropping the future stops it.
            ///
            /// # Errors
            ///
            /// An answer that is not there when the limit is over is an error of its own,
            /// [`Error::is_still_pending`], which says how long and how often was asked.
            pub async fn wait(self, limit: Duration) -> Result<#answer, Error> {
                wait_until_ready(&OPERATION, limit, || self.clone().send()).await
            }
        }
    })
}

/// What awaiting the request gives.
fn output(operation: &Operation, model: &Model) -> TokenStream {
    let answer = match &operation.answer {
        Answer::Json(ty) => value::in_operations(ty, model),
        Answer::Bytes => quote!(Download),
        Answer::Nothing => quote!(()),
    };
    if operation.pending.is_empty() { answer } else { quote!(Readiness<#answer>) }
}

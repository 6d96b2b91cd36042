//! What can be done with a request: send it, wait for it, walk through its pages, save its bytes.

use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::super::{docs, example, value};
use super::{content, parameter};
use crate::media;
use crate::model::{Answer, BodyForm, Model, Operation, Paging};

/// The methods that send something.
pub(super) fn methods(operation: &Operation, model: &Model) -> TokenStream {
    let call = call(operation);
    let output = output(operation, model);
    let answer = match (&operation.answer, operation.pending.is_empty()) {
        (Answer::Json(_), true) => quote!(json),
        (Answer::Json(_), false) => quote!(json_or_pending),
        (Answer::Bytes, _) => quote!(bytes),
        (Answer::Nothing, _) => quote!(nothing),
        (Answer::Redirect, _) => quote!(redirect),
        (Answer::OneOf(_), _) => quote!(one_of),
    };
    let others = others(operation);
    // Saving, and asking for another type, make the same call as sending.
    let is_shared = matches!(operation.answer, Answer::Bytes) || !others.is_empty();
    let sent = if is_shared { quote!(self.call()) } else { call.clone() };
    let shared = is_shared.then(|| quote!(fn call(&self) -> Call<'_> { #call }));
    let (wait, stream, save) =
        (wait(operation, model), stream(operation, model), save(operation, model));
    quote! {
        /// Sends the request and keeps status and headers beside the answer.
        pub async fn send(self) -> Result<Reply<#output>, Error> {
            #sent.#answer().await
        }
        #(#others)*
        #wait
        #stream
        #save
        #shared
    }
}

/// Other forms of the answer, as bytes.
fn others(operation: &Operation) -> Vec<TokenStream> {
    let mut written: Vec<Ident> = Vec::new();
    let mut methods = Vec::new();
    for media_type in other_types(operation) {
        let method = format_ident!("send_as_{}", media_type.to_snake_case());
        if written.contains(&method) {
            continue;
        }
        let about = docs::outer(&format!(
            "Sends the request, asks for `{media_type}` in place of JSON, and hands the bytes over as \
             they come."
        ));
        methods.push(quote! {
            #about
            pub async fn #method(self) -> Result<Reply<Download>, Error> {
                self.call().bytes_as(#media_type).await
            }
        });
        written.push(method);
    }
    methods
}

/// The media types of the answer beside JSON that can be asked for by name.
pub(super) fn other_types(operation: &Operation) -> impl Iterator<Item = &String> {
    operation.other_types.iter().filter(|name| media::is_concrete(name))
}

/// The call, a few lines of data.
fn call(operation: &Operation) -> TokenStream {
    let arguments = operation.arguments.iter().map(parameter::give);
    let body = operation.body.as_ref().map(|body| {
        let value = match body.form {
            BodyForm::Argument | BodyForm::Fields { required: true, .. } => {
                quote!(Some(&self.body))
            }
            BodyForm::Setter | BodyForm::Fields { .. } => quote!(self.body.as_ref()),
        };
        match &body.media_type {
            None => quote!(.body(#value)),
            Some(media_type) => quote!(.body_as(#value, #media_type)),
        }
    });
    let content = content::lines(operation);
    quote!(Call::new(self.client.transport(), &OPERATION) #(#arguments)* #body #content)
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
pub(super) fn output(operation: &Operation, model: &Model) -> TokenStream {
    let answer = match &operation.answer {
        Answer::Json(ty) => value::in_operations(ty, model),
        Answer::Bytes => quote!(Download),
        Answer::Nothing => quote!(()),
        Answer::Redirect => quote!(Redirect),
        Answer::OneOf(of) => of.name.to_token_stream(),
    };
    if operation.pending.is_empty() { answer } else { quote!(Readiness<#answer>) }
}

/// Walking through a list that comes in pages.
fn stream(operation: &Operation, model: &Model) -> Option<TokenStream> {
    let Paging { size, offset, key, is_key_deprecated, largest, item, .. } =
        operation.paging.as_ref()?;
    let item = value::in_operations(item, model);
    let request = &operation.request;
    let example = example::call(operation, model).map(|call| {
        let lines = format!(
            "let mut items = {call}.stream();\nwhile let Some(item) = items.next_item().await? {{\n    \
             println!(\"{{}}\", item.{key});\n}}"
        );
        format!("\n\n# Example\n\n{}", example::block(&lines, model))
    });
    let about = docs::outer(&format!(
        "Walks through all items, one by one; the next page is asked for when it is needed.\n\nA page \
         has {largest} entries unless [`{size}`](Self::{size}) is set. [`{offset}`](Self::{offset}) \
         says where to begin, and [`Items::offset`] where to go on after an error.{}",
        example.unwrap_or_default()
    ));
    let largest = proc_macro2::Literal::u64_unsuffixed(*largest);
    let permit = is_key_deprecated.then(|| {
        let reason = "items are told apart by it";
        quote!(#[allow(deprecated, reason = #reason)])
    });
    Some(quote! {
        #about
        #permit
        pub fn stream(self) -> Items<#item> {
            let (size, offset) = (self.#size.unwrap_or(#largest), self.#offset.unwrap_or(0));
            let key = |item: &#item| item.#key.to_string();
            Items::new(&OPERATION, size, offset, key, move |offset| {
                let page = #request { #size: Some(size), #offset: Some(offset), ..self.clone() };
                page.send()
            })
        }
    })
}

/// Saving an answer that is a file.
fn save(operation: &Operation, model: &Model) -> Option<TokenStream> {
    if !matches!(operation.answer, Answer::Bytes) {
        return None;
    }
    let example = example::call(operation, model).map(|call| {
        let lines = format!(
            "let saved = {}\n    .save(\"file.bin\")\n    .await?;\nprintln!(\"{{}} bytes\", saved.bytes());",
            call.replacen("client.", "client\n    .", 1).trim_end()
        );
        format!("\n\n# Example\n\n{}", example::block(&lines, model))
    });
    let about = docs::outer(&format!(
        "Saves the answer to a file when the returned [`Save`] is awaited: whole or not at all, and \
         never over a file that is there. A transfer that breaks off goes on where it was.{}",
        example.unwrap_or_default()
    ));
    Some(quote! {
        #about
        pub fn save(self, path: impl Into<PathBuf>) -> Save {
            self.call().save(path)
        }
    })
}

//! What can be done with a request: send it, wait for it, walk through its pages, save its bytes.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{docs, example, value};
use super::parameter;
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
    };
    // Saving makes the same call as sending.
    let is_shared = matches!(operation.answer, Answer::Bytes);
    let sent = if is_shared { quote!(self.call()) } else { call.clone() };
    let shared = is_shared.then(|| quote!(fn call(&self) -> Call<'_> { #call }));
    let (wait, stream, save) =
        (wait(operation, model), stream(operation, model), save(operation, model));
    quote! {
        /// Sends the request and keeps status and headers beside the answer.
        pub async fn send(self) -> Result<Reply<#output>, Error> {
            #sent.#answer().await
        }
        #wait
        #stream
        #save
        #shared
    }
}

/// The call, a few lines of data.
fn call(operation: &Operation) -> TokenStream {
    let arguments = operation.arguments.iter().map(parameter::give);
    let body = operation.body.as_ref().map(|body| match body.form {
        BodyForm::Argument | BodyForm::Fields { required: true, .. } => {
            quote!(.body(Some(&self.body)))
        }
        BodyForm::Setter | BodyForm::Fields { .. } => quote!(.body(self.body.as_ref())),
    });
    quote!(Call::new(self.client.transport(), &OPERATION) #(#arguments)* #body)
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
    };
    if operation.pending.is_empty() { answer } else { quote!(Readiness<#answer>) }
}

/// Walking through a list that comes in pages.
fn stream(operation: &Operation, model: &Model) -> Option<TokenStream> {
    let Paging { size, offset, key, largest, item } = operation.paging.as_ref()?;
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
    Some(quote! {
        #about
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

//! An example for an operation's documentation. It is compiled as a doctest.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::lower::rust_type::{plain_name, vec_inner};
use crate::model::{
    Answer, BodyForm, Content, FormValue, Model, Operation, Presence, Type, TypeKind,
};

/// How deep a body is built for an example.
const DEPTH: usize = 4;

/// How long the line of a call may be before each argument gets a line of its own.
const WIDTH: usize = 76;

/// The example, or none where an argument has no simple value.
pub(super) fn of(operation: &Operation, model: &Model) -> Option<String> {
    let call = call(operation, model)?;
    let line = match (&operation.answer, operation.pending.is_empty()) {
        (Answer::Nothing, _) => format!("{call}.await?;"),
        (Answer::Bytes, _) => format!(
            "let mut download = {call}.await?;\nwhile let Some(chunk) = download.chunk().await? {{\n    \
             println!(\"{{}} bytes\", chunk.len());\n}}"
        ),
        (Answer::Json(_) | Answer::OneOf(_), true) | (Answer::Redirect, _) => {
            format!("let answer = {call}.await?;")
        }
        (Answer::Json(_) | Answer::OneOf(_), false) => format!(
            "let answer = {call}.await?;\nmatch answer {{\n    Readiness::Ready(answer) => println!(\"{{answer:?}}\"),\n    \
             Readiness::Pending => println!(\"not yet\"),\n}}"
        ),
    };
    Some(block(&line, model))
}

/// These lines as an example that is compiled, with a client at hand.
pub(super) fn block(line: &str, model: &Model) -> String {
    let name = model.about.name.replace('-', "_");
    let mut imports = Vec::new();
    if line.contains("types::") {
        imports.push("types");
    }
    if line.contains("Readiness::") {
        imports.push("Readiness");
    }
    if line.contains("UploadProgress::Moved") {
        imports.push("UploadProgress");
    }
    let imports = match imports.as_slice() {
        [] => String::new(),
        [one] => format!("use {name}::{one};\n\n"),
        more => format!("use {name}::{{{}}};\n\n", more.join(", ")),
    };
    format!(
        "```no_run\n# async fn example(client: {name}::Client) -> Result<(), {name}::Error> {{\n\
         {imports}{line}\n# Ok(())\n# }}\n```"
    )
}

/// `client.method(…)` with a value for every argument.
pub(super) fn call(operation: &Operation, model: &Model) -> Option<String> {
    let mut values = Vec::new();
    for argument in operation.arguments.iter().filter(|argument| argument.required) {
        values.push(value(&argument.ty, argument.name.to_string().as_str(), model, 0)?);
    }
    if let Some(body) = operation.body.as_ref().filter(|b| matches!(b.form, BodyForm::Argument)) {
        values.push(body_value(&body.ty, model)?);
    }
    match &operation.content {
        Some(Content::Form(form)) => {
            for field in form.fields.iter().filter(|field| field.required) {
                values.push(match &field.value {
                    FormValue::Text { ty, .. } | FormValue::Json { ty, .. } => {
                        value(ty, &field.name.to_string(), model, 0)?
                    }
                    FormValue::File { is_list, media_type, .. } => {
                        let path = path(Some(media_type));
                        if *is_list { quote!([#path]) } else { quote!(#path) }
                    }
                });
            }
        }
        Some(Content::Text { ty, required: true, .. }) => values.push(value(ty, "text", model, 0)?),
        Some(Content::Bytes { required: true, media_type, .. }) => {
            let path = path(media_type.as_deref());
            values.push(quote!(#path));
        }
        _ => {}
    }
    let values: Vec<String> = values.iter().map(text).collect();
    let line = format!("client.{}({})", operation.method, values.join(", "));
    if line.len() <= WIDTH {
        return Some(line);
    }
    let arguments = values.join(", ");
    if arguments.len() + operation.method.to_string().len() <= WIDTH {
        return Some(format!("client\n    .{}({arguments})\n    ", operation.method));
    }
    let lines: String = values.iter().map(|value| format!("        {value},\n")).collect();
    Some(format!("client\n    .{}(\n{lines}    )\n    ", operation.method))
}

/// The path of a file of this media type.
fn path(media_type: Option<&str>) -> String {
    match media_type.and_then(|name| name.strip_prefix("image/")) {
        Some(kind) if kind.chars().all(char::is_alphanumeric) => format!("image.{kind}"),
        _ => "file.bin".to_owned(),
    }
}

/// A value of a body, which is taken as its type alone and not as whatever becomes that.
fn body_value(ty: &syn::Type, model: &Model) -> Option<TokenStream> {
    if let Some(inner) = vec_inner(ty) {
        let item = body_value(inner, model)?;
        return Some(quote!(vec![#item]));
    }
    let value = value(ty, "body", model, 0)?;
    let is_literal = syn::parse2::<syn::LitStr>(value.clone()).is_ok();
    Some(if is_literal { quote!(#value.into()) } else { value })
}

/// Tokens as a person writes them on one line.
fn text(tokens: &TokenStream) -> String {
    tokens
        .to_string()
        .replace(" :: ", "::")
        .replace(" (", "(")
        .replace("( ", "(")
        .replace(" )", ")")
        .replace(" ,", ",")
        .replace(" . ", ".")
        .replace("vec ! [", "vec![")
        .replace("& ", "&")
}

/// A value of a type. Texts are written as literals, as every text argument takes them.
pub(super) fn value(
    ty: &syn::Type,
    name: &str,
    model: &Model,
    depth: usize,
) -> Option<TokenStream> {
    if depth > DEPTH {
        return None;
    }
    if let Some(inner) = vec_inner(ty) {
        let item = value(inner, name, model, depth + 1)?;
        return Some(quote!([#item]));
    }
    let found = plain_name(ty)?;
    match found.as_str() {
        "String" => return Some(name.to_token_stream()),
        "u64" | "i64" | "i128" => return Some(quote!(1)),
        "f64" => return Some(quote!(1.0)),
        "bool" => return Some(quote!(true)),
        _ => {}
    }
    let ty = model.type_named(&found)?;
    of_type(ty, &ty.name, model, depth)
}

fn of_type(ty: &Type, name: &Ident, model: &Model, depth: usize) -> Option<TokenStream> {
    match &ty.kind {
        TypeKind::Text(_) => {
            let example = ty.example.clone().unwrap_or_else(|| ty.module.clone());
            Some(quote!(#example))
        }
        TypeKind::OpenEnum(of) => {
            let variant = match &ty.example {
                Some(example) => of.variants.iter().find(|variant| variant.value == *example),
                None => of.variants.first(),
            };
            let variant = &variant?.name;
            Some(quote!(types::#name::#variant))
        }
        TypeKind::Struct(of) => {
            let mut values = Vec::new();
            for field in of.constructor.iter().map(|index| of.fields.get(*index)) {
                let field = field?;
                values.push(match field.presence {
                    Presence::Nullable => quote!(None),
                    _ => value(&field.ty, &field.name.to_string(), model, depth + 1)?,
                });
            }
            Some(quote!(types::#name::new(#(#values),*)))
        }
        TypeKind::Numbers(of) => {
            let (constant, _) = of.constants.first()?;
            Some(quote!(types::#name::#constant))
        }
        TypeKind::Union(_) | TypeKind::Wrapper(..) => None,
    }
}

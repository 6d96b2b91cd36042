//! `README.md` of the crate, which is its documentation's first page too.

use super::{Content, Emitted, docs, example};
use crate::model::{Answer, Credential, Model};

pub(super) fn emit(model: &Model) -> Emitted {
    let about = &model.about;
    let krate = about.name.replace('-', "_");
    let credential = model.schemes.first().map_or(String::new(), |scheme| {
        let variables = match &scheme.credential {
            Credential::Basic(_) => vec!["user", "password"],
            Credential::Cookie(name) | Credential::Header(name) | Credential::Query(name) => {
                vec![name.as_str()]
            }
            Credential::Bearer(_) => vec!["token"],
            Credential::Authorization(_) => vec!["authorization"],
        };
        let variable = |name: &&str| format!("std::env::var(\"{}\")?", env_name(&about.name, name));
        let variables: Vec<String> = variables.iter().map(variable).collect();
        format!("        .{}({})\n", scheme.setter, variables.join(", "))
    });
    let reads = |operation: &&crate::model::Operation| {
        operation.http_method == "GET"
            && operation.pending.is_empty()
            && matches!(operation.answer, Answer::Json(_))
    };
    let first = model.operations.iter().filter(reads).find_map(|o| example::call(o, model));
    let call = first.map(|call| {
        let call = call.replace('\n', "\n    ");
        format!("    let answer = {call}.await?;\n    println!(\"{{answer:#?}}\");\n")
    });
    let docs_rs = format!("https://docs.rs/{}/latest/{krate}", about.name);
    let rows = model.operations.iter().map(|operation| {
        let method = &operation.method;
        let text = docs::first_paragraph(&docs::prose(&operation.summary)).replace('|', "\\|");
        format!(
            "| [`{method}`]({docs_rs}/struct.Client.html#method.{method}) | `{} {}` | {text} |\n",
            operation.http_method, operation.path
        )
    });
    let rows: String = rows.collect();
    let text = format!(
        "# {name}\n\n\
         {description}\n\n\
         {notice}Generated from the document *{title}* {document_version}.\n\n\
         ```no_run\n\
         use {krate}::Client;\n\n\
         async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             let client = Client::builder()\n        \
                 .user_agent(\"my-tool/1.0 (me@example.com)\")\n\
         {credential}        .build()?;\n\
         {call}    \
             Ok(())\n\
         }}\n\
         ```\n\n\
         Required parameters are arguments, optional ones are setters, and awaiting a request sends \
         it. Every call fails with the one `Error`, which says in a line what went wrong. The \
         runtime is tokio.\n\n\
         {upload}## Operations\n\n\
         | method | request | |\n|---|---|---|\n{rows}\n\
         ## Features\n\n\
         `rustls` (the default) and `native-tls` choose who does TLS. The majors of `reqwest`, \
         which is part of the public interface, are majors of this crate.\n",
        name = about.name,
        description = docs::prose(&about.description),
        notice = about.notice.as_ref().map_or(String::new(), |notice| format!("{notice} ")),
        title = about.title,
        document_version = about.document_version,
        call = call.unwrap_or_default(),
        upload = model.upload.as_ref().map_or_else(String::new, |_| upload(&docs_rs)),
    );
    Emitted::new("README.md", "readme", Content::Markdown(text))
}

/// What is said of uploads.
fn upload(docs_rs: &str) -> String {
    format!(
        "## Uploading\n\n\
         [`client.upload(path)`]({docs_rs}/struct.Client.html#method.upload) does all that an upload \
         takes: it digests the file, makes it and a version, sends it as a whole or in parts as the \
         service says, and waits until that is complete. Memory use does not depend on the size. \
         After an interruption the same call with `.into_file(id)` sends what is missing. An error \
         says how to go on.\n\n"
    )
}

/// The name of the variable that the example reads a credential from.
fn env_name(krate: &str, name: &str) -> String {
    use heck::ToShoutySnakeCase;
    let service = krate.split('-').next().unwrap_or_default();
    format!("{service} {name}").to_shouty_snake_case()
}

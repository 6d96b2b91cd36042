//! What a change of a document does to callers: pairs of documents, and what is said of each.

use std::fmt::Write as _;
use std::path::Path;

use vrchat_files_codegen::{
    Comparison, Item, ItemName, Severity, Source, Surface, compare, surface,
};

use crate::{assert_golden, cases, folder, input, source};

fn surface_of(document: Source) -> Surface {
    match surface(&input(document, Vec::new(), &[])) {
        Ok(outline) => outline.surface,
        Err(problems) => panic!("{}", problems.first().expect("there is one")),
    }
}

fn compared(name: &str) -> Comparison {
    let folder = folder("comparisons");
    let side = |side: &str| surface_of(source(&folder.join(format!("{name}.{side}.yaml"))));
    compare(&side("old"), &side("new"))
}

#[test]
fn every_change_is_said_as_its_golden_file_says() {
    let folder = folder("comparisons");
    let names = cases(&folder, ".old.yaml");
    assert!(names.len() >= 30, "only {} cases", names.len());
    let mut kinds: Vec<(&str, Severity)> = Vec::new();
    for name in names {
        let comparison = compared(&name);
        kinds.extend(comparison.changes.iter().map(|one| (one.kind.as_str(), one.severity)));
        let text = format!("{}\n{}", comparison.to_text(), comparison.changelog());
        assert_golden(&folder.join(format!("{name}.txt")), &text);
        let mut json = String::new();
        for object in comparison.to_json() {
            writeln!(json, "{object}").expect("it can be written");
        }
        assert_golden(&folder.join(format!("{name}.json")), &json);
        for change in &comparison.changes {
            assert_ne!(change.kind.as_str(), "item", "{name}: {change:?} is not explained");
            assert!(change.place.is_some(), "{name}: {change:?} has no place");
        }
    }
    let is_there = |kind, severity| kinds.contains(&(kind, severity));
    for kind in ["credential", "operation", "setter", "type", "field", "variant", "status"] {
        assert!(is_there(kind, Severity::Breaking), "nothing breaking of kind {kind}");
        assert!(is_there(kind, Severity::Additive), "nothing additive of kind {kind}");
    }
    for kind in ["crate", "argument", "answer"] {
        assert!(is_there(kind, Severity::Breaking), "nothing breaking of kind {kind}");
    }
}

/// The project's own document, with further actions behind its overlay.
fn own(actions: &str) -> Surface {
    own_rewritten(actions, |_| {})
}

/// The same, once document and overlay are rewritten.
fn own_rewritten(actions: &str, rewrite: impl Fn(&mut String)) -> Surface {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let mut overlays = vec![Source::read(&spec.join("overlay.yaml")).expect("it is there")];
    if !actions.is_empty() {
        let text = format!("overlay: 1.0.0\nactions:\n{actions}");
        overlays.push(Source { name: "more.yaml".to_owned(), text });
    }
    let mut document = Source::read(&spec.join("openapi.yaml")).expect("it is there");
    for source in overlays.iter_mut().chain([&mut document]) {
        rewrite(&mut source.text);
    }
    surface(&input(document, overlays, &[])).expect("it can be generated").surface
}

/// Each change: severity, kind, path, and what became of it.
fn said(comparison: &Comparison) -> Vec<String> {
    let changes = comparison.changes.iter().map(|change| {
        let mark = if change.behaviour { " (behaviour)" } else { "" };
        let (severity, kind) = (change.severity.as_str(), change.kind.as_str());
        format!("{severity}{mark} {kind} {}: {}", change.path, change.what)
    });
    changes.collect()
}

#[test]
fn uploads_come_and_go_and_go_by_other_words() {
    let whole = own("");
    let none = own("- {target: \"$['x-upload']\", remove: true}\n");
    assert_eq!(said(&compare(&whole, &none)), ["breaking upload Client::upload: is gone"]);
    assert_eq!(said(&compare(&none, &whole)), ["additive upload Client::upload: is new"]);
    let other = own("- target: \"$['x-upload']\"\n  update: {otherMediaType: image/bmp, \
                     mediaTypes: {.fresh: image/png}}\n");
    let words = [
        "breaking (behaviour) upload Upload: sends files of any other extension as `image/bmp`, sent \
         them as `application/octet-stream`",
        "additive (behaviour) upload Upload: sends `.fresh` files as `image/png`",
    ];
    assert_eq!(said(&compare(&whole, &other)), words);
}

#[test]
fn a_cookie_that_is_renamed_is_said_once() {
    let other = own("- target: $.components.securitySchemes.authCookie\n  update: {name: auth2}\n");
    let said = said(&compare(&own(""), &other));
    let expected = "breaking (behaviour) credential ClientBuilder::auth_cookie: sends the cookie \
                    `auth2`, sent the cookie `auth`";
    assert_eq!(said, [expected]);
}

/// What is said of the project's own document where its hint `x-upload` says something else.
fn said_of_upload(update: &str) -> Vec<String> {
    let other = own(&format!("- target: \"$['x-upload']\"\n  update: {update}\n"));
    said(&compare(&own(""), &other))
}

#[test]
fn an_upload_that_is_wired_otherwise_does_something_else() {
    let breaking = |what: &str| format!("breaking (behaviour) upload Upload: {what}");
    let said = said_of_upload("{createVersion: {fileMd5: signatureMd5, signatureMd5: fileMd5}}");
    let expected = [
        breaking(
            "sends `fileMd5` of the step `createVersion` as `signatureMd5`, sent it as `fileMd5`",
        ),
        breaking(
            "sends `signatureMd5` of the step `createVersion` as `fileMd5`, sent it as `signatureMd5`",
        ),
    ];
    assert_eq!(said, expected);
    let said = said_of_upload("{version: {file: signature, signature: file}}");
    let expected = [
        breaking("reads `file` of a version from `signature`, read it from `file`"),
        breaking("reads `signature` of a version from `file`, read it from `signature`"),
    ];
    assert_eq!(said, expected);
    let said = said_of_upload("{file: {mediaType: extension}}");
    let expected =
        [breaking("reads `mediaType` of a file from `extension`, read it from `mimeType`")];
    assert_eq!(said, expected);
    let said = said_of_upload("{statuses: {queued: complete, complete: queued}}");
    let expected = [
        breaking("takes the status `complete` for `queued`, took `queued` for it"),
        breaking("takes the status `queued` for `complete`, took `complete` for it"),
    ];
    assert_eq!(said, expected);
    let said = said_of_upload("{get: {operation: deleteFile}}");
    assert_eq!(said, [breaking("calls `delete_file` for the step `get`, called `get_file`")]);
}

#[test]
fn every_key_of_the_upload_is_a_fact() {
    let surface = own("");
    let facts = surface.upload.as_deref().expect("there are uploads");
    // As many as spec/README.md lists, beside the media types by extension.
    let others = facts.iter().filter(|fact| fact.part != "mediaTypes");
    assert_eq!(others.count(), 5 + 5 + 3 + 2 + 2 + 2 + 3 + 2 + 3 + 5 + 4 + 4 + 2 + 2);
}

#[test]
fn an_operation_or_a_parameter_of_the_upload_may_have_another_name() {
    let other =
        own("- target: $.paths['/file/{fileId}'].get\n  update: {operationId: fetchFile}\n\
                     - target: \"$['x-upload']\"\n  update: {get: {operation: fetchFile}}\n");
    let of_upload: Vec<String> = said(&compare(&own(""), &other))
        .into_iter()
        .filter(|line| line.contains(" upload "))
        .collect();
    let expected =
        ["documentation upload Upload: calls `fetch_file` for the step `get`, called `get_file`"];
    assert_eq!(of_upload, expected);
    let other = own_rewritten("", |text| *text = text.replace("versionId", "versionNumber"));
    let of_upload: Vec<String> = said(&compare(&own(""), &other))
        .into_iter()
        .filter(|line| line.contains(" upload "))
        .collect();
    let expected = [
        "documentation upload Upload: passes the `version` as `versionNumber`, passed it as `versionId`",
    ];
    assert_eq!(of_upload, expected);
}

#[test]
fn what_is_called_otherwise_is_said_once_although_uploads_go_by_it() {
    let said_of = |words: &[(&str, &str)]| {
        let rewrite = |text: &mut String| {
            words.iter().for_each(|(from, to)| *text = text.replace(from, to));
        };
        said(&compare(&own(""), &own_rewritten("", rewrite)))
    };
    let breaking = |what: &str| format!("breaking (behaviour) {what}");
    let field = |path: &str| {
        breaking(&format!("field {path}: is read and written as `mime_type`, was as `mimeType`"))
    };
    let expected = [field("CreateFileRequest::mime_type"), field("File::mime_type")];
    assert_eq!(said_of(&[("mimeType", "mime_type")]), expected);
    let expected = [breaking(
        "setter StartFileDataUpload::part_number: is sent as `part_number`, was sent as `partNumber`",
    )];
    assert_eq!(said_of(&[("partNumber", "part_number")]), expected);
    let value = |path: &str| {
        breaking(&format!("variant {path}: is read and written as `Queued`, was as `queued`"))
    };
    let expected = [value("FileDataCategory::Queued"), value("FileStatus::Queued")];
    assert_eq!(said_of(&[("- queued", "- Queued"), (": queued", ": Queued")]), expected);
}

#[test]
fn what_is_called_otherwise_elsewhere_does_not_explain_what_an_upload_does() {
    // Both words are values of the status before and after; another enum has the one for the other.
    let other = |has: &str, queued: &str| {
        own(&format!(
            "- target: $.components.schemas\n  update: {{Other: {{type: string, enum: [{has}]}}}}\n\
             - target: $.components.schemas.File.properties\n  \
             update: {{fresh: {{$ref: '#/components/schemas/Other'}}}}\n\
             - target: \"$['x-upload']\"\n  update: {{statuses: {{queued: {queued}}}}}\n"
        ))
    };
    let said = said(&compare(&other("queued", "queued"), &other("none", "none")));
    let expected = "breaking (behaviour) upload Upload: takes the status `none` for `queued`, took `queued` for it";
    assert!(said.iter().any(|line| line == expected), "{said:#?}");
}

#[test]
fn a_text_gives_way_to_the_name_of_something_else_at_the_root() {
    let of = |name: &str, upload: &str| {
        let actions = format!(
            "- target: $.components.schemas\n  update: {{{name}: {{type: string}}}}\n\
             - target: $.components.schemas.File.properties\n  \
             update: {{fresh: {{$ref: '#/components/schemas/{name}'}}}}\n{upload}"
        );
        own(&actions)
    };
    let none = "- {target: \"$['x-upload']\", remove: true}\n";
    let comparison = compare(&of("Signature", none), &of("Signature", ""));
    let expected = [
        "breaking type Signature: is no longer at the root of the crate, where something else has its name",
        "additive upload Client::upload: is new",
    ];
    assert_eq!(said(&comparison), expected);
    assert_eq!(said(&compare(&of("Mark", none), &of("Mark", ""))), expected[1..]);
}

#[test]
fn the_surface_is_plain_data() {
    let json = serde_json::to_value(own("")).expect("it can be written");
    assert_eq!(json["about"]["name"], "vrchat-files");
    let operations = json["operations"].as_array().expect("a list");
    let files = operations.iter().find(|one| one["id"] == "getFiles").expect("it is there");
    assert_eq!(files["inputs"][0]["name"], "tag");
    assert_eq!(
        files["inputs"][0]["place"]["file"].as_str().map(|file| file.ends_with(".yaml")),
        Some(true)
    );
    let items = json["items"].as_array().expect("a list");
    let name = serde_json::json!({ "path": "Client::get_files", "word": "fn" });
    let method = items.iter().find(|item| item[0] == name).expect("it is there");
    assert_eq!(method[1]["signature"], "fn(&self; ) -> GetFiles");
}

#[test]
fn an_item_that_nothing_explains_is_a_change_of_its_own() {
    let (old, mut new) = (own(""), own(""));
    let name = |path: &str, word: &str| ItemName { path: path.to_owned(), word: word.to_owned() };
    new.items.remove(&name("types::File::id", "field")).expect("it is there");
    new.items.insert(name("types::File::odd", "fn"), Item::default());
    let method = new.items.get_mut(&name("Client::get_file", "fn")).expect("it is there");
    // That it is deprecated is said; it explains nothing that is worse.
    method.deprecated = true;
    method.signature = "fn()".to_owned();
    let alias = new.items.get_mut(&name("types::File", "impl Clone")).expect("it is there");
    alias.signature = "Odd".to_owned();
    let constant = new.items.get_mut(&name("types::FileStatus", "enum")).expect("it is there");
    constant.docs = "Odd.".to_owned();
    let expected = [
        "breaking item Client::get_file: is `fn()`, was `fn(&self; impl Into<types::FileId>) -> GetFile`",
        "breaking item File: is `Odd`, was ``",
        "breaking field File::id: is ``, was `FileId`",
        "additive item File::odd: is new: `fn`",
        "additive operation Client::get_file: is deprecated",
        "documentation type FileStatus: is described otherwise",
    ];
    let mut said = said(&compare(&old, &new));
    said.sort();
    let mut expected = expected.map(str::to_owned);
    expected.sort();
    assert_eq!(said, expected);
}

//! From one command to what the document misses: what was recorded is what `doctor` goes by.

use vrchat_files_codegen::{
    Checkup, Fixture as Exchange, Input, Leniency, Report, Runtime, Source, doctor, generate,
    overlay_of,
};

use super::*;

/// What `doctor` says of the project's document, and the overlays that are given beside its own, by the
/// exchanges of a folder alone.
fn examined(folder: &Path, overlays: &[Source]) -> Report {
    let exchange = |(name, text): (String, String)| {
        let (operation, case) = name.split_once('/').expect("a folder and a file");
        let (operation, case) = (operation.to_owned(), case.replace(".json", ""));
        Exchange { operation, case, source: Source { name, text } }
    };
    doctor(&checkup(overlays, texts(folder).into_iter().map(exchange).collect()))
        .expect("it can be compared")
}

fn checkup(overlays: &[Source], fixtures: Vec<Exchange>) -> Checkup {
    let own = document::source("spec/overlay.yaml");
    Checkup {
        document: document::source("spec/openapi.yaml").into(),
        overlays: std::iter::once(own).chain(overlays.iter().cloned()).collect(),
        tags: vec!["files".to_owned()],
        allow_stale: false,
        fixtures: Some(fixtures),
        checks: Vec::new(),
    }
}

fn said(report: &Report) -> Vec<String> {
    let one = |finding: &vrchat_files_codegen::Finding| {
        format!("{}: {}", finding.check, finding.diagnostic.message())
    };
    report.findings.iter().map(one).collect()
}

/// Of what the fake answers, the document has nothing to say but this: like the service, it gives an
/// upload that is sent whole no id.
const KNOWN: &str = "breached-constraint: `minLength` is 1, and a recorded exchange \
                     (get_file_data_upload_status/200_recorded_file) shows \"\"";

#[tokio::test]
async fn of_a_service_that_is_as_documented_doctor_says_nothing() {
    let (fake, folder) = (account().await, folder());
    let id = fake.files()[1]["id"].as_str().expect("an id").to_owned();
    let mut all = recorder(&fake, folder.path());
    all.args(WRITES).args(ARGUMENTS).arg(format!("--arg=ids={id}"));
    run(&mut all).await.assert(0, &[]);
    let report = examined(folder.path(), &[]);
    assert_eq!(said(&report), [KNOWN]);
    assert_eq!(report.exchanges.recorded, report.exchanges.read, "what was recorded is evidence");
}

#[tokio::test]
async fn what_the_document_misses_is_found_and_mended_by_what_doctor_says() {
    let (fake, folder) = (account().await, folder());
    let mut record = fake.files()[2].clone();
    record["pinned"] = true.into();
    record["lastViewedAt"] = "2026-01-02T03:04:05.678Z".into();
    record["extension"] = Value::Null;
    record["versions"][1]["status"] = "hibernating".into();
    fake.inject(Fault::on(Operation::GetFile).answer(200, &record));
    run(recorder(&fake, folder.path()).arg("--only=get_file")).await.assert(0, &[]);
    let report = examined(folder.path(), &[]);
    let shown = "a recorded exchange (get_file/200_recorded_world)";
    let found = said(&report);
    for (check, words) in [
        ("undocumented-field", "`pinned`"),
        ("undocumented-field", "`lastViewedAt`"),
        ("breached-constraint", "null"),
        ("breached-constraint", "hibernating"),
    ] {
        let is_it =
            |one: &&String| one.starts_with(check) && one.contains(words) && one.contains(shown);
        assert_eq!(found.iter().filter(is_it).count(), 1, "{check} {words}: {found:#?}");
    }
    assert_eq!(found.len(), 4, "{found:#?}");
    // What is pasted mends it, and a client of the mended document knows the new things.
    let mended = overlay_of(&checkup(&[], Vec::new()), &report.findings);
    let (text, left_out) = mended.expect("it can be read");
    assert!(left_out.is_empty(), "{left_out:?}");
    let mend = Source { name: "mend.yaml".to_owned(), text };
    assert_eq!(said(&examined(folder.path(), std::slice::from_ref(&mend))), [] as [&str; 0]);
    let Checkup { document, overlays, tags, .. } = checkup(&[mend], Vec::new());
    let runtime = Runtime { path: None, version: "0.1.0".to_owned() };
    let (command, leniency) = ("cargo xtask gen".to_owned(), Leniency::default());
    let input = Input { document, overlays, tags, runtime, command, leniency };
    let files = generate(&input).expect("it can be generated").files;
    let record = &files["src/types/file.rs"];
    for field in ["pub pinned: Option<bool>", "pub last_viewed_at: Option<Timestamp>"] {
        assert!(record.contains(field), "{field}: {record}");
    }
    assert!(files["src/types/file_status.rs"].contains("Self::Hibernating"));
}

//! Makes fixtures of cases, all at once: what must not be seen is known of all of them.

use std::path::Path;

use serde_json::Value;
use url::Url;

use super::case::Case;
use super::folder::{Change, Fixture};
use super::leaks;
use super::options::Account;
use super::redact::{Base, Days, Redactor, Vocabulary};
use super::report::{Report, tell_result};
use super::writer::Writer;
use super::{read, write};

/// Redacts everything, searches it, and writes what passes.
///
/// # Errors
///
/// If nothing can be written at all.
pub fn write_all(
    cases: &[Case],
    document: &Value,
    account: &Account,
    folder: &Path,
    is_dry: bool,
    report: &mut Report,
) -> Result<(), String> {
    let documented = document["servers"][0]["url"].as_str().unwrap_or_default();
    let mut vocabulary = Vocabulary::of(document);
    for word in [write::NAME, read::NOBODYS] {
        vocabulary.add(word);
    }
    let mut redactor = Redactor::new(vocabulary, base(&account.base, documented)?);
    for secret in [Some(&account.auth), account.second.as_ref()].into_iter().flatten() {
        redactor.learn(secret);
    }
    let writer = Writer::new(document, &today());
    let mut fixtures = fixtures(cases, &writer, &mut redactor, report)?;
    fixtures.sort_by(|one, other| one.name.cmp(&other.name));
    for fixture in searched(fixtures, &redactor, report) {
        let change = fixture.change(folder);
        if change != Change::Same
            && !is_dry
            && let Err(error) = fixture.write(folder)
        {
            let path = fixture.path(folder);
            report
                .fails(&fixture.name, format!("it cannot be written: {}: {error}", path.display()));
            continue;
        }
        tell_result(format!("{:13} {}", change.as_str(), fixture.name));
    }
    Ok(())
}

/// The fixtures of these cases. Everything is looked at once before, so that it is known what has to go.
fn fixtures(
    cases: &[Case],
    writer: &Writer<'_>,
    redactor: &mut Redactor,
    report: &mut Report,
) -> Result<Vec<Fixture>, String> {
    let mut days = Vec::new();
    for case in cases {
        redactor.learn_headers(&case.exchange);
        redactor.begin(Days::default());
        // Whatever cannot be written is said the second time.
        let _ = writer.fixture(case, redactor);
        days.push(redactor.days());
    }
    redactor.freeze();
    if !redactor.known().is_searchable() {
        return Err("nothing was written: there is too much to search for".to_owned());
    }
    let mut fixtures: Vec<Fixture> = Vec::new();
    for (case, days) in cases.iter().zip(days) {
        redactor.begin(days);
        let name = format!("{}/{}", case.operation, case.name());
        match writer.fixture(case, redactor) {
            Ok(value) => {
                let text =
                    serde_json::to_string_pretty(&value).map_err(|error| error.to_string())?;
                fixtures.retain(|known| known.name != name);
                fixtures.push(Fixture { name, text: format!("{text}\n") });
            }
            Err(reason) => report.fails(name, reason),
        }
    }
    Ok(fixtures)
}

/// Those that the last look lets pass. The others are said, and lost alone.
fn searched(fixtures: Vec<Fixture>, redactor: &Redactor, report: &mut Report) -> Vec<Fixture> {
    let mut passed = Vec::new();
    for fixture in fixtures {
        match leaks::find(&fixture.text, redactor.known(), redactor.vocabulary()) {
            None => passed.push(fixture),
            Some(pointer) => report.fails(
                &fixture.name,
                format!(
                    "it is not written, because it would hold something of the account at {pointer}. \
                     This is a mistake of the recorder; please report it, without what stands there"
                ),
            ),
        }
    }
    passed
}

fn base(called: &Url, documented: &str) -> Result<Base, String> {
    let documented = Url::parse(documented);
    let documented = documented.map_err(|error| format!("the document's own address: {error}"))?;
    let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
    Ok(Base {
        origin: called.origin().ascii_serialization(),
        path: path(called),
        documented_origin: documented.origin().ascii_serialization(),
        documented_path: path(&documented),
    })
}

/// The day, as it is everywhere on earth at some time.
fn today() -> String {
    time::OffsetDateTime::now_utc().date().to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fixture_that_would_leak_is_lost_alone() {
        let base = base(
            &Url::parse("http://127.0.0.1:9/api/1").unwrap(),
            "https://api.vrchat.cloud/api/1",
        );
        let mut redactor = Redactor::new(Vocabulary::default(), base.unwrap());
        redactor.learn("Kon the Fox");
        redactor.freeze();
        let fixture = |name: &str, text: &str| Fixture {
            name: name.to_owned(),
            text: json!({ "response": { "json": { "name": text } } }).to_string(),
        };
        let all = vec![fixture("a/1", "Fox"), fixture("b/2", "by kon the fox"), fixture("c/3", "")];
        let mut report = Report::default();
        let passed = searched(all, &redactor, &mut report);
        let names: Vec<&str> = passed.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["a/1", "c/3"]);
        let [line] = &report.lines()[..] else { panic!("one line: {:?}", report.lines()) };
        assert!(line.starts_with("failed        b/2: it is not written"), "{line}");
        assert!(line.contains("at /response/json/name.") && !line.contains("fox"), "{line}");
        assert_eq!(report.summary().as_deref(), Some("not everything was recorded: 1 case failed"));
    }
}

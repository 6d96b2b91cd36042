//! Which files of a disk are read: those of the document's folder, and of the ones that were allowed.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use vrchat_files_codegen::{Diagnostic, Manifest, Output, Tree, generate};

use crate::input;

/// A folder with the document `api/openapi.yaml`, whose answer is what a reference leads to, and with
/// files for it to lead to.
struct Disk(TempDir);

impl Disk {
    fn new(reference: &str) -> Self {
        let disk = Self(tempfile::tempdir().expect("a folder can be made"));
        let document = format!(
            "openapi: 3.0.3\n\
             info: {{title: Things, version: '1'}}\n\
             servers: [{{url: 'https://api.example.com'}}]\n\
             paths:\n\
             \x20 /things:\n\
             \x20   get:\n\
             \x20     operationId: getThings\n\
             \x20     responses: {{'200': {{$ref: '{reference}'}}}}\n"
        );
        disk.write("api/openapi.yaml", document.as_bytes());
        for (path, text) in [
            ("api/Thing.yaml", "description: Inside."),
            ("api/deep/Thing.yaml", "description: Inside."),
            ("Thing.yaml", "description: A secret."),
            ("api2/Thing.yaml", "description: A secret of a folder that begins alike."),
        ] {
            disk.write(path, text.as_bytes());
        }
        disk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, bytes).expect("written");
    }

    fn generated(&self, allowed: &[&str]) -> Result<Output, Vec<Diagnostic>> {
        let allowed: Vec<PathBuf> = allowed.iter().map(|folder| self.path(folder)).collect();
        generate(&input(Tree::read(&self.path("api/openapi.yaml"), &allowed)?, Vec::new(), &[]))
    }

    /// The one thing that is wrong.
    fn refused(&self, says: &str) {
        let problems = self.generated(&[]).expect_err("it is refused");
        let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let text = text.join("\n");
        assert!(problems.len() == 1 && text.contains(says), "{text}");
        assert!(!text.contains("A secret"), "{text}");
    }
}

const OUTSIDE: &str = "leads out of the document's folder";

#[test]
fn files_of_the_folder_are_read_and_listed() {
    for reference in
        ["Thing.yaml", "./deep/../Thing.yaml", "deep/Thing.yaml", "%2e/deep/%54hing.yaml"]
    {
        let disk = Disk::new(reference);
        let output = disk.generated(&[]).unwrap_or_else(|e| panic!("{reference}: {}", e[0]));
        let manifest = &output.files[Manifest::PATH];
        let manifest: Manifest = serde_json::from_str(manifest).expect("it is a manifest");
        let names: Vec<&str> = manifest.inputs.iter().map(|input| input.name.as_str()).collect();
        let other = if reference.contains("hing.yaml") && reference.contains("deep/%") {
            "deep/Thing.yaml"
        } else {
            reference.trim_start_matches("./").trim_start_matches("deep/../")
        };
        assert_eq!(names, ["openapi.yaml", other], "{reference}");
    }
}

#[test]
fn nothing_outside_is_read() {
    for reference in [
        "../Thing.yaml",
        "deep/../../Thing.yaml",
        "%2e%2e/Thing.yaml",
        ".%2E/api/../Thing.yaml",
        "../api2/Thing.yaml",
        "../../../../../../../../../../../../etc/passwd",
        // Nor is it told whether there is a file.
        "../gone.yaml",
    ] {
        Disk::new(reference).refused(OUTSIDE);
    }
    let disk = Disk::new("Thing.yaml");
    let absolute = Disk::new(&disk.path("Thing.yaml").display().to_string().replace('\\', "/"));
    absolute.refused("names a file by an absolute path");
}

#[test]
fn a_folder_that_is_allowed_is_read_as_well() {
    for (reference, allowed) in
        [("../Thing.yaml", "."), ("../Thing.yaml", "api/.."), ("../api2/Thing.yaml", "api2")]
    {
        let outcome = Disk::new(reference).generated(&[allowed]);
        assert!(outcome.is_ok(), "{reference}: {}", outcome.expect_err("checked")[0]);
    }
    // And no other.
    let problems = Disk::new("../Thing.yaml").generated(&["api2"]).expect_err("it is outside");
    assert!(problems[0].message().contains(OUTSIDE), "{}", problems[0]);
    // One that is not there is a mistake of its own.
    for folder in ["gone", "Thing.yaml"] {
        let problems = Disk::new("Thing.yaml").generated(&[folder]).expect_err("it is no folder");
        assert!(problems[0].message().contains("the folder cannot be read"), "{}", problems[0]);
        assert!(problems[0].file().is_some_and(|file| file.ends_with(folder)));
    }
}

#[test]
fn only_files_that_can_be_read_are_read() {
    Disk::new("deep").refused("leads to something that is no file");
    Disk::new("./").refused("leads to something that is no file");
    Disk::new("deep/gone.yaml").refused("leads to a file that is not there");
    Disk::new("Thing.yaml/x").refused("leads to a file that is not there");
    let disk = Disk::new("latin.yaml");
    disk.write("api/latin.yaml", b"description: Caf\xe9");
    disk.refused("the file is not UTF-8: byte 16");
    let disk = Disk::new("large.yaml");
    disk.write("api/large.yaml", b"");
    let large = fs::File::options().write(true).open(disk.path("api/large.yaml"));
    large.and_then(|file| file.set_len(100 << 20)).expect("it can be made");
    disk.refused("leads to a file that is larger than 64 MiB");
}

#[cfg(unix)]
#[test]
fn a_link_is_what_it_leads_to() {
    use std::os::unix::fs::symlink;
    let linked = |target: &Path| {
        let disk = Disk::new("link.yaml");
        symlink(target, disk.path("api/link.yaml")).expect("a link can be made");
        disk
    };
    // Within the folder it is a file like any other.
    assert!(linked(Path::new("deep/Thing.yaml")).generated(&[]).is_ok());
    linked(Path::new("../Thing.yaml")).refused(OUTSIDE);
    let other = Disk::new("Thing.yaml");
    linked(&other.path("Thing.yaml")).refused(OUTSIDE);
    linked(Path::new("/dev/zero")).refused(OUTSIDE);
    linked(Path::new("link.yaml")).refused("leads to a file that cannot be read");
    linked(Path::new("gone.yaml")).refused("leads to a file that is not there");
    // A folder may be a link too.
    let disk = Disk::new("folder/Thing.yaml");
    symlink("..", disk.path("api/folder")).expect("a link can be made");
    disk.refused(OUTSIDE);
    assert!(disk.generated(&["."]).is_ok());
    // A device is read from no folder, and a pipe without a writer keeps nobody waiting.
    let disk = Disk::new("../../../../../../../../../../../../dev/zero");
    let tree = Tree::read(&disk.path("api/openapi.yaml"), &["/dev"]).expect("it can be read");
    let problems = generate(&input(tree, Vec::new(), &[])).expect_err("it is no file");
    assert!(problems[0].message().contains("something that is no file"), "{}", problems[0]);
    let disk = Disk::new("pipe.yaml");
    let made = std::process::Command::new("mkfifo").arg(disk.path("api/pipe.yaml")).status();
    assert!(made.is_ok_and(|status| status.success()), "a pipe can be made");
    disk.refused("leads to something that is no file");
    // The document may itself be reached by a link: its folder is the one that was named.
    let disk = Disk::new("Thing.yaml");
    disk.write("elsewhere/Thing.yaml", b"description: Beside the link.");
    symlink("../api/openapi.yaml", disk.path("elsewhere/openapi.yaml")).expect("a link");
    let tree = Tree::read(&disk.path("elsewhere/openapi.yaml"), &[""; 0]).expect("it can be read");
    assert!(generate(&input(tree, Vec::new(), &[])).is_ok());
}

/// The names of the types that come of a document of which everything is a reference.
#[cfg(unix)]
fn types(disk: &Disk, references: &[&str]) -> Vec<String> {
    let properties = references.iter().enumerate();
    let properties: Vec<String> =
        properties.map(|(number, text)| format!("p{number}: {{$ref: '{text}'}}")).collect();
    let document = format!(
        "openapi: 3.0.3\n\
         info: {{title: Things, version: '1'}}\n\
         servers: [{{url: 'https://api.example.com'}}]\n\
         paths:\n\
         \x20 /things:\n\
         \x20   get:\n\
         \x20     operationId: getThings\n\
         \x20     responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/All'}}}}}}}}}}\n\
         components:\n\
         \x20 schemas:\n\
         \x20   All: {{type: object, properties: {{{}}}}}\n\
         \x20   Own: {{type: object, properties: {{own: {{type: string}}}}}}\n",
        properties.join(", ")
    );
    disk.write("api/openapi.yaml", document.as_bytes());
    let output = disk.generated(&["common"]).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let files = output.files.keys().filter_map(|path| path.strip_prefix("src/types/"));
    files.map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn a_file_is_one_however_it_is_written() {
    use std::os::unix::fs::symlink;
    let disk = Disk::new("");
    // What is in it leads back, and on to a file beside it, wherever it was come from.
    let part = "type: object\nproperties: {self: {$ref: Part.yaml}, next: {$ref: Next.yaml}}";
    disk.write("api/deep/Part.yaml", part.as_bytes());
    disk.write("api/deep/Next.yaml", b"type: object\nproperties: {text: {type: string}}");
    let uses = "type: object\nproperties:\n  part: {$ref: ../api/deep/Part.yaml}\n  \
                own: {$ref: '../api/openapi.yaml#/components/schemas/Own'}\n";
    disk.write("common/Uses.yaml", uses.as_bytes());
    symlink("deep/Part.yaml", disk.path("api/Linked.yaml")).expect("a link can be made");
    symlink("deep", disk.path("api/way")).expect("a link can be made");
    symlink("openapi.yaml", disk.path("api/again.yaml")).expect("a link can be made");
    symlink("../../common/Uses.yaml", disk.path("api/deep/Used.yaml")).expect("a link can be made");
    let plain =
        types(&disk, &["deep/Part.yaml", "#/components/schemas/Own", "../common/Uses.yaml"]);
    assert_eq!(plain, ["all.rs", "mod.rs", "next.rs", "own.rs", "part.rs", "uses.rs"]);
    let spelt = [
        "./deep/Part.yaml",
        "../api/deep/Part.yaml",
        "Linked.yaml",
        "way/Part.yaml",
        "way/../Linked.yaml",
        "way/./%50art.yaml",
        "deep/Next.yaml",
        "way/Next.yaml",
        "openapi.yaml#/components/schemas/Own",
        "../api/openapi.yaml#/components/schemas/Own",
        "again.yaml#/components/schemas/Own",
        "../common/Uses.yaml",
        "way/Used.yaml",
    ];
    assert_eq!(types(&disk, &spelt), plain);
    for one in spelt {
        assert!(types(&disk, &[one]).len() > 2, "{one}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_does_not_tell_what_is_outside() {
    use std::os::unix::fs::symlink;
    let said = |target: &Path| {
        let disk = Disk::new("link.yaml");
        disk.write("there/deep/Thing.yaml", b"description: A secret.");
        symlink("loop", disk.path("there/loop")).expect("a link can be made");
        symlink(target, disk.path("api/link.yaml")).expect("a link can be made");
        let problems = disk.generated(&[]).expect_err("it is outside");
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        (problem.message().to_owned(), problem.help().to_owned())
    };
    let other = Disk::new("");
    let expected = said(Path::new("../Thing.yaml"));
    assert!(expected.0.contains(OUTSIDE), "{expected:?}");
    for target in [
        Path::new("../gone.yaml"),
        Path::new("../gone/gone.yaml"),
        Path::new("../there/deep/Thing.yaml"),
        Path::new("../there/deep/gone.yaml"),
        Path::new("../there/deep/Thing.yaml/gone"),
        Path::new("../there/loop"),
        Path::new("../there"),
        // On from there and back again.
        Path::new("../there/deep/../../api/Thing.yaml"),
        Path::new("../there/gone/../../api/Thing.yaml"),
        &other.path("api/Thing.yaml"),
        &other.path("api/gone.yaml"),
        Path::new("/"),
        Path::new("/dev/zero"),
        Path::new("/gone/gone"),
    ] {
        assert_eq!(said(target), expected, "{}", target.display());
    }
}

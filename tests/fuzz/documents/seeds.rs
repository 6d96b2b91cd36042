//! Documents to start from: all that the generator's own tests read, and the one of the project.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;
use vrchat_files_codegen::{Source, load};

/// A file, and its value where it is YAML.
pub struct Seed {
    pub name: String,
    pub text: String,
    pub value: Option<Value>,
}

/// Documents and overlays, in an order that stays.
pub fn all() -> &'static [Seed] {
    static ALL: OnceLock<Vec<Seed>> = OnceLock::new();
    ALL.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let golden = root.join("codegen/tests/golden");
        let folders = [
            root.join("codegen/corpus/documents"),
            golden.join("emitters"),
            golden.join("passes"),
            golden.join("diagnostics"),
            root.join("spec"),
        ];
        let mut files: Vec<PathBuf> = folders.iter().flat_map(|folder| files(folder)).collect();
        files.sort();
        let seeds = files.into_iter().map(|path| {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            let text = fs::read_to_string(&path).expect("a seed can be read");
            let value = load(&Source { name: name.clone(), text: text.clone() })
                .ok()
                .map(|document| document.value);
            Seed { name, text, value }
        });
        seeds.collect()
    })
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).expect("the folder is there").flatten().map(|entry| entry.path());
    entries.filter(|path| path.extension().is_some_and(|kind| kind == "yaml")).collect()
}

/// The values of documents, those of the project's own and of overlays aside.
pub fn documents() -> Vec<&'static Seed> {
    let is_small = |seed: &&Seed| {
        seed.value.as_ref().is_some_and(|value| value.get("paths").is_some())
            && seed.name != "openapi.yaml"
    };
    all().iter().filter(is_small).collect()
}

/// A file by its name.
pub fn named(name: &str) -> &'static Seed {
    all().iter().find(|seed| seed.name == name).expect("the seed is there")
}

//! Documents to start from: all that the generator's own tests read, and the one of the project.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;
use vrchat_files_codegen::{Leniency, Source, load};

use super::oracle;
use super::random::Random;

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

/// Small documents that are YAML: those that can be generated, and those that cannot.
pub fn documents(can_be_generated: bool) -> &'static [&'static Seed] {
    static SORTED: OnceLock<[Vec<&Seed>; 2]> = OnceLock::new();
    let [bad, good] = SORTED.get_or_init(|| {
        let is_small = |seed: &&Seed| {
            let paths = seed.value.as_ref().and_then(|value| value.get("paths"));
            paths.is_some() && seed.name != "openapi.yaml"
        };
        let (good, bad) = all().iter().filter(is_small).partition(|seed| {
            let input = oracle::input(seed.text.clone(), Vec::new(), Leniency::default());
            oracle::judge(input).outcome.is_ok()
        });
        [bad, good]
    });
    if can_be_generated { good } else { bad }
}

/// One of them, a good one mostly.
pub fn any(random: &mut Random) -> &'static Seed {
    let documents = documents(!random.one_in(8));
    random.pick(documents).expect("there are some")
}

/// A file by its name.
pub fn named(name: &str) -> &'static Seed {
    all().iter().find(|seed| seed.name == name).expect("the seed is there")
}

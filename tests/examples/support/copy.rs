//! A copy of a File's data in a folder.

use std::io;
use std::path::{Path, PathBuf};

use vrchat_files::types::{File, FileData, FileStatus};
use vrchat_files::{Client, FileId, Save, digest};

/// What is, or is to be, a copy of the latest complete version of a File.
pub struct Copy {
    file_id: FileId,
    version: u64,
    data: FileData,
    path: PathBuf,
}

/// What is at the place of a copy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum There {
    Nothing,
    TheSame,
    SomethingElse,
}

impl Copy {
    /// The copy of a File in this folder; `None` where the File has no complete version with data.
    pub fn of(file: &File, folder: &Path) -> Option<Self> {
        let (version, data) = file.versions.iter().rev().find_map(|version| {
            let data = version.file.as_ref()?;
            let is_complete =
                version.status == FileStatus::Complete && data.status == FileStatus::Complete;
            let is_there = is_complete && version.deleted != Some(true);
            is_there.then_some((version.version, data))
        })?;
        let name = name(file.id.as_str(), version, &file.extension);
        let path = folder.join(name);
        Some(Self { file_id: file.id.clone(), version, data: data.clone(), path })
    }

    /// Its name in the folder.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.data.size_in_bytes
    }

    /// Looks whether it is there, with the size and the digest that it should have.
    pub async fn look(&self) -> Result<There, String> {
        let found = match tokio::fs::metadata(&self.path).await {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(There::Nothing),
            Err(error) => return Err(error.to_string()),
        };
        if !found.is_file() || found.len() != self.size() {
            return Ok(There::SomethingElse);
        }
        // The service does not know the digest of all data. It is the size alone that counts then.
        let Some(md5) = self.data.md5.as_ref().filter(|md5| !md5.is_empty()) else {
            return Ok(There::TheSame);
        };
        let digests = digest(&self.path).await.map_err(|error| error.to_string())?;
        Ok(if digests.md5() == md5 { There::TheSame } else { There::SomethingElse })
    }

    /// Saves it, checked against what the service says of it. Whatever is there is replaced if it was
    /// found not to be the same.
    pub fn save(&self, client: &Client, there: There) -> Save {
        let save = client.download_file_version(&self.file_id, self.version).save(&self.path);
        let save = save.verify(&self.data);
        if there == There::SomethingElse { save.replace() } else { save }
    }
}

/// A name that every file system takes, and that no two versions have in common even where case does
/// not count. It is made of the id: the name of a File is up to its owner.
fn name(id: &str, version: u64, extension: &str) -> String {
    let mut name = String::new();
    // Something such as `con` cannot be the name of a file everywhere.
    if !id.starts_with("file_") {
        name.push('_');
    }
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => name.push(char::from(byte)),
            _ => name.push_str(&format!("%{byte:02x}")),
        }
    }
    name.push_str(&format!(".v{version}"));
    let extension = extension.trim_start_matches('.').chars().take(20);
    let extension: String = extension
        .map(|one| if one.is_ascii_alphanumeric() { one.to_ascii_lowercase() } else { '_' })
        .collect();
    if !extension.is_empty() {
        name.push('.');
        name.push_str(&extension);
    }
    name
}

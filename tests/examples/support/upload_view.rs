//! An upload as it is seen.

use std::sync::{Arc, OnceLock};

use indicatif::ProgressBar;
use vrchat_files::{UploadPhase, UploadProgress};

use super::show::{WAITING, say, size, style};

/// The layout of the bar of what is sent.
const SENDING: &str =
    "{msg} [{wide_bar}] {binary_bytes} of {binary_total_bytes}, {binary_bytes_per_sec}, {eta} left";

/// The File and the version that an upload goes to, once they are known.
pub type Version = Arc<OnceLock<(String, u64)>>;

/// Shows how far an upload has come.
pub struct View {
    bar: ProgressBar,
    version: Version,
    phase: Option<UploadPhase>,
    bytes: u64,
}

impl View {
    /// A view of an upload that has just begun, which notes its version here.
    pub fn new(version: Version) -> Self {
        let bar = ProgressBar::new(0);
        style(&bar, WAITING);
        bar.set_message("reading the file");
        Self { bar, version, phase: None, bytes: 0 }
    }

    /// The bar in which it is seen.
    pub fn bar(&self) -> &ProgressBar {
        &self.bar
    }

    /// Shows what an upload tells of itself.
    pub fn show(&mut self, progress: UploadProgress) {
        match progress {
            UploadProgress::Created { file_id, version, .. } => {
                say(&self.bar, &format!("Uploading to version {version} of {file_id}"));
                say(&self.bar, &format!("Should it stop, go on with --into {file_id}"));
                let _ = self.version.set((file_id, version));
                style(&self.bar, SENDING);
                // The time that it took to read the file says nothing of the network.
                self.bar.reset_eta();
            }
            UploadProgress::Moved { phase, bytes, total, .. } => {
                self.bar.set_length(total);
                self.bar.set_position(bytes);
                self.enter(phase);
                if let Some(back) = self.bytes.checked_sub(bytes).filter(|back| *back > 0) {
                    say(&self.bar, &format!("sending {} again", size(back)));
                } else if self.bar.is_hidden() {
                    let tenths = |bytes: u64| u128::from(bytes) * 10 / u128::from(total.max(1));
                    if tenths(bytes) > tenths(self.bytes) {
                        eprintln!("{} % of {}", tenths(bytes) * 10, size(total));
                    }
                }
                self.bytes = bytes;
            }
            _ => {}
        }
    }

    fn enter(&mut self, phase: UploadPhase) {
        if self.phase.replace(phase) == Some(phase) {
            return;
        }
        let what = match phase {
            UploadPhase::File => "sending the file",
            UploadPhase::Signature => "sending its signature",
            UploadPhase::Settling => {
                style(&self.bar, WAITING);
                "all is sent, the service processes it"
            }
            _ => "busy",
        };
        self.bar.set_message(what);
        if self.bar.is_hidden() {
            eprintln!("{what}");
        }
    }
}

//! What is to go wrong, and when.

use std::fmt::Display;

use crate::operation::{Operation, Piece};
use crate::record::Fate;
use crate::route::Route;

/// Something that goes wrong with the next request for an operation, or that is made to happen to it.
///
/// A fault says which requests it is for, how often it happens, and what happens. Several effects may
/// be given at once, as far as they make sense together; one that does not fit the operation does
/// nothing.
///
/// ```
/// use vrchat_files_fake::{Fault, Operation, Piece};
///
/// // The second part of the file arrives, but its answer is lost, twice.
/// let lost = Fault::on(Operation::StoragePut).piece(Piece::File).part(2).times(2).reset_after();
/// // The first address is given out; the next one has expired.
/// let expired = Fault::on(Operation::StartFileDataUpload).skip(1).expired_url();
/// # let _ = (lost, expired);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until it is injected"]
pub struct Fault {
    operation: Operation,
    piece: Option<Piece>,
    part: Option<u32>,
    skip: u32,
    times: u32,
    pub(crate) hold: bool,
    pub(crate) before: Option<End>,
    pub(crate) after: Option<End>,
    pub(crate) reset_in_body: Option<u64>,
    pub(crate) throttle: Option<u64>,
    pub(crate) expired_url: bool,
    pub(crate) etag: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) corrupt: bool,
    pub(crate) fate: Fate,
}

/// How a request ends other than by its own answer.
#[derive(Clone, Debug)]
pub(crate) enum End {
    Answer { status: u16, body: String },
    S3 { status: u16, code: String },
    Reset,
    Hang,
}

impl Fault {
    /// A fault of the next request for this operation. It has no effect yet.
    pub fn on(operation: Operation) -> Self {
        Self {
            operation,
            piece: None,
            part: None,
            skip: 0,
            times: 1,
            hold: false,
            before: None,
            after: None,
            reset_in_body: None,
            throttle: None,
            expired_url: false,
            etag: None,
            headers: Vec::new(),
            corrupt: false,
            fate: Fate::default(),
        }
    }

    /// Only where it is about this piece.
    pub fn piece(mut self, piece: Piece) -> Self {
        self.piece = Some(piece);
        self
    }

    /// Only where it is about the part of this number.
    pub fn part(mut self, part: u32) -> Self {
        self.part = Some(part);
        self
    }

    /// The first `count` requests that it is for are spared.
    pub fn skip(mut self, count: u32) -> Self {
        self.skip = count;
        self
    }

    /// It happens this often, and once where nothing is said.
    pub fn times(mut self, count: u32) -> Self {
        self.times = count;
        self
    }

    /// It happens until [`Fake::clear_faults`](crate::Fake::clear_faults) ends it.
    pub fn always(self) -> Self {
        self.times(u32::MAX)
    }

    /// The request is answered so, and nothing is done. A text that is JSON is sent as such, every
    /// other one as HTML.
    pub fn answer(mut self, status: u16, body: impl Display) -> Self {
        self.before = Some(End::Answer { status, body: body.to_string() });
        self
    }

    /// What was asked for is done, and then answered so.
    pub fn answer_after(mut self, status: u16, body: impl Display) -> Self {
        self.after = Some(End::Answer { status, body: body.to_string() });
        self
    }

    /// The storage answers with an error of S3, such as 503 `SlowDown`, and does nothing.
    pub fn s3_error(mut self, status: u16, code: impl Display) -> Self {
        self.before = Some(End::S3 { status, code: code.to_string() });
        self
    }

    /// The connection is reset before anything is done.
    pub fn reset(mut self) -> Self {
        self.before = Some(End::Reset);
        self
    }

    /// What was asked for is done, and the connection is reset before the answer.
    pub fn reset_after(mut self) -> Self {
        self.after = Some(End::Reset);
        self
    }

    /// The connection is reset once so many bytes of the body have arrived: the body of the answer
    /// for [`Operation::StorageGet`], that of the request for all others. A body that is shorter gets
    /// through.
    pub fn reset_in_body(mut self, bytes: u64) -> Self {
        self.reset_in_body = Some(bytes);
        self
    }

    /// Nothing is done, and no answer ever comes.
    pub fn hang(mut self) -> Self {
        self.before = Some(End::Hang);
        self
    }

    /// What was asked for is done, but no answer ever comes.
    pub fn hang_after(mut self) -> Self {
        self.after = Some(End::Hang);
        self
    }

    /// The request waits until [`Fake::release`](crate::Fake::release) lets it go on.
    pub fn hold(mut self) -> Self {
        self.hold = true;
        self
    }

    /// Bodies move this slowly, in both directions.
    pub fn throttle(mut self, bytes_per_second: u64) -> Self {
        self.throttle = Some(bytes_per_second.max(1));
        self
    }

    /// The address that [`Operation::StartFileDataUpload`] gives out has expired already, so that S3
    /// itself refuses it.
    pub fn expired_url(mut self) -> Self {
        self.expired_url = true;
        self
    }

    /// What [`Operation::StoragePut`] stores has this ETag, which is given without quotes. From then
    /// on it is the one that finishing an upload asks for, as is that of encrypted data, which is no
    /// digest.
    pub fn etag(mut self, etag: impl Into<String>) -> Self {
        self.etag = Some(etag.into());
        self
    }

    /// The answer has one more header, or another value for one that it has. What cannot stand in a
    /// header is left out.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// [`Operation::StoragePut`] stores as many bytes as came, but other ones, and answers with the
    /// ETag of those.
    pub fn corrupt(mut self) -> Self {
        self.corrupt = true;
        self
    }

    /// The version whose piece is finished by [`Operation::FinishFileDataUpload`] stays `waiting`
    /// although all its pieces are complete.
    pub fn stuck(mut self) -> Self {
        self.fate = Fate::Stuck;
        self
    }

    /// The version whose piece is finished by [`Operation::FinishFileDataUpload`] turns to `error`
    /// once all its pieces are complete.
    pub fn turns_error(mut self) -> Self {
        self.fate = Fate::Error;
        self
    }

    fn is_for(&self, route: &Route) -> bool {
        self.operation == route.operation
            && self.piece.is_none_or(|piece| route.piece == Some(piece))
            && self.part.is_none_or(|part| route.part == Some(part))
    }
}

/// The faults that are still to happen, in the order in which they were given.
#[derive(Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault of a request, which is one without effects for most. Only the first one that is due
    /// happens; those behind it do not count the request.
    pub fn take(&mut self, route: &Route) -> Fault {
        for fault in self.0.iter_mut().filter(|fault| fault.is_for(route)) {
            if fault.skip > 0 {
                fault.skip -= 1;
            } else if fault.times > 0 {
                if fault.times != u32::MAX {
                    fault.times -= 1;
                }
                return fault.clone();
            }
        }
        Fault::on(route.operation)
    }
}

//! What makes up an upload: the hint `x-upload`, resolved.

use proc_macro2::Ident;

use super::Field;

/// The operations of an upload, what they are given, and what is read of their answers.
#[derive(Debug)]
pub struct Upload {
    pub create: UploadCall,
    pub create_version: UploadCall,
    pub start: UploadCall,
    /// The setter of the request for the number of a part.
    pub start_part: Ident,
    /// The property of the answer that is the address.
    pub start_url: Field,
    pub status: UploadCall,
    /// The property of the answer that lists the entity tags of stored parts.
    pub status_etags: Field,
    pub finish: UploadCall,
    pub get: UploadCall,
    pub delete_version: UploadCall,
    /// What a caller can say of a new file: the properties of the body that makes one.
    pub settings: Vec<(UploadValue, Field)>,
    /// The type of the parameter that names a file.
    pub file_id: syn::Type,
    pub file: UploadFile,
    pub version: UploadVersion,
    pub data: UploadData,
    pub words: UploadWords,
}

/// How one of the operations is called.
#[derive(Debug)]
pub struct UploadCall {
    pub method: Ident,
    /// What the method's arguments are given, in their order; the body comes after them.
    pub arguments: Vec<UploadValue>,
    pub body: Option<UploadBody>,
    /// Whether the method, or a setter or a field of the answer that the upload uses, is deprecated.
    pub deprecated: bool,
}

/// How the body of an operation is made.
#[derive(Debug)]
pub struct UploadBody {
    pub ty: Ident,
    pub form: UploadBodyForm,
    /// What its constructor is given, in the order of its arguments.
    pub constructor: Vec<UploadValue>,
    /// What is set beyond that.
    pub setters: Vec<(Ident, UploadValue)>,
}

/// How a body reaches the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadBodyForm {
    /// As the last argument of the method.
    Argument,
    /// With the request's setter `body`.
    Setter,
    /// Property by property, with setters of the request.
    Setters,
}

/// A value that an upload passes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadValue {
    File,
    Version,
    Piece,
    Name,
    MediaType,
    Extension,
    Tags,
    FileMd5,
    FileSize,
    SignatureMd5,
    SignatureSize,
    Etags,
}

/// What is read of a file.
#[derive(Debug)]
pub struct UploadFile {
    pub ty: Ident,
    pub id: Field,
    pub media_type: Field,
    pub versions: Field,
}

/// What is read of a version.
#[derive(Debug)]
pub struct UploadVersion {
    pub ty: Ident,
    pub number: Field,
    pub status: Field,
    pub deleted: Field,
    pub file: Field,
    pub signature: Field,
}

/// What is read of a piece of data.
#[derive(Debug)]
pub struct UploadData {
    pub ty: Ident,
    pub category: Field,
    pub status: Field,
    pub md5: Field,
    pub size: Field,
}

/// The words of the service.
#[derive(Debug)]
pub struct UploadWords {
    pub waiting: String,
    pub queued: String,
    pub complete: String,
    pub error: String,
    pub simple: String,
    pub multipart: String,
    pub file: String,
    pub signature: String,
    /// Media types by extension, in the order of the hint.
    pub media_types: Vec<(String, String)>,
    pub other_media_type: String,
    pub signature_media_type: String,
}

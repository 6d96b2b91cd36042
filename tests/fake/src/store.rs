//! S3, and what the fake itself does with it as the service does with Amazon's.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use hyper::{HeaderMap, Method, Uri};
use s3s::auth::{Credentials, SecretKey, SimpleAuth};
use s3s::crypto::{Checksum, Md5};
use s3s::dto::{
    AbortMultipartUploadInput, CompleteMultipartUploadInput, CompletedMultipartUpload,
    CompletedPart, CreateBucketInput, CreateMultipartUploadInput, ListPartsInput, PutObjectInput,
};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, S3, S3Error, S3Request, S3Result, s3_error};
use s3s_fs::FileSystem;
use tempfile::TempDir;

use crate::lock;
use crate::operation::Piece;
use crate::presign::Keys;
use crate::shared::{Shared, object_path};

/// The bucket that holds everything.
pub(crate) const BUCKET: &str = "files";

/// A part that S3 has.
pub(crate) struct Part {
    pub number: u32,
    pub size: u64,
    /// What S3 answered when it came, without quotes.
    pub etag: String,
}

/// The storage of one fake.
pub(crate) struct Store {
    pub keys: Keys,
    pub service: S3Service,
    files: Arc<FileSystem>,
    folder: TempDir,
    /// By upload and number. s3s-fs lists parts without their tags.
    etags: Mutex<HashMap<(String, u32), String>>,
}

impl Store {
    pub async fn open() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("vrchat-files-fake-").tempdir()?;
        let files = FileSystem::new(folder.path())
            .map_err(|error| io::Error::other(S3Error::from(error)))?;
        let files = Arc::new(files);
        let keys = Keys::new();
        let mut service = S3ServiceBuilder::new(Shared {
            files: files.clone(),
            folder: folder.path().to_owned(),
        });
        service.set_auth(SimpleAuth::from_single(keys.access.clone(), keys.secret.clone()));
        let service = service.build();
        let store = Self { keys, service, files, folder, etags: Mutex::default() };
        let bucket = CreateBucketInput { bucket: BUCKET.to_owned(), ..Default::default() };
        store.files.create_bucket(store.request(bucket)).await.map_err(io::Error::other)?;
        Ok(store)
    }

    /// Where the bytes of a piece are kept. The name of the file, which may hold anything, is no part
    /// of it.
    pub fn key(file_id: &str, version: u64, piece: Piece) -> String {
        format!("{file_id}/{version}/{}", piece.as_str())
    }

    /// The object as a file on the disk, which is there if S3 has the object.
    pub fn path(&self, key: &str) -> PathBuf {
        object_path(self.folder.path(), BUCKET, key)
    }

    pub async fn put(&self, key: &str, content_type: &str, bytes: Vec<u8>) -> S3Result<()> {
        let input = PutObjectInput {
            bucket: BUCKET.to_owned(),
            key: key.to_owned(),
            content_type: Some(content_type.to_owned()),
            content_length: i64::try_from(bytes.len()).ok(),
            body: Some(Body::from(bytes).into()),
            ..Default::default()
        };
        self.files.put_object(self.request(input)).await.map(drop)
    }

    pub async fn delete(&self, key: &str) {
        // An object that was never stored is no object to delete.
        let _ = tokio::fs::remove_file(self.path(key)).await;
    }

    pub async fn create_upload(&self, key: &str, content_type: &str) -> S3Result<String> {
        let input = CreateMultipartUploadInput {
            bucket: BUCKET.to_owned(),
            key: key.to_owned(),
            content_type: Some(content_type.to_owned()),
            ..Default::default()
        };
        let output = self.files.create_multipart_upload(self.request(input)).await?.output;
        output.upload_id.ok_or_else(|| s3_error!(InternalError, "the upload has no id"))
    }

    /// Remembers what S3 answered to a part.
    pub fn tag_part(&self, upload_id: &str, number: u32, etag: &str) {
        lock(&self.etags).insert((upload_id.to_owned(), number), etag.to_owned());
    }

    /// The parts that S3 has of an upload, by their numbers.
    pub async fn parts(&self, key: &str, upload_id: &str) -> S3Result<Vec<Part>> {
        let input = ListPartsInput {
            bucket: BUCKET.to_owned(),
            key: key.to_owned(),
            upload_id: upload_id.to_owned(),
            ..Default::default()
        };
        let listed = self.files.list_parts(self.request(input)).await?.output.parts;
        let etags = lock(&self.etags);
        let mut parts: Vec<Part> = listed
            .unwrap_or_default()
            .into_iter()
            .filter_map(|part| {
                let number = u32::try_from(part.part_number?).ok()?;
                let size = u64::try_from(part.size?).ok()?;
                // A part is there a moment before its answer is.
                let etag = etags.get(&(upload_id.to_owned(), number))?.clone();
                Some(Part { number, size, etag })
            })
            .collect();
        parts.sort_by_key(|part| part.number);
        Ok(parts)
    }

    pub async fn complete_upload(&self, key: &str, upload_id: &str, parts: u32) -> S3Result<()> {
        let parts = (1..=parts).map(|number| CompletedPart {
            part_number: i32::try_from(number).ok(),
            ..Default::default()
        });
        let input = CompleteMultipartUploadInput {
            bucket: BUCKET.to_owned(),
            key: key.to_owned(),
            upload_id: upload_id.to_owned(),
            multipart_upload: Some(CompletedMultipartUpload { parts: Some(parts.collect()) }),
            ..Default::default()
        };
        self.files.complete_multipart_upload(self.request(input)).await?;
        self.forget_parts(upload_id);
        Ok(())
    }

    pub async fn abort_upload(&self, key: &str, upload_id: &str) {
        let input = AbortMultipartUploadInput {
            bucket: BUCKET.to_owned(),
            key: key.to_owned(),
            upload_id: upload_id.to_owned(),
            ..Default::default()
        };
        // One that is complete is no upload any more.
        let _ = self.files.abort_multipart_upload(self.request(input)).await;
        self.forget_parts(upload_id);
    }

    fn forget_parts(&self, upload_id: &str) {
        lock(&self.etags).retain(|(upload, _), _| upload != upload_id);
    }

    /// The service's own requests are made with the key that addresses are signed with, since S3 lets
    /// nobody else at an upload.
    fn request<T>(&self, input: T) -> S3Request<T> {
        S3Request {
            input,
            method: Method::GET,
            uri: Uri::default(),
            headers: HeaderMap::default(),
            extensions: hyper::http::Extensions::default(),
            credentials: Some(Credentials {
                access_key: self.keys.access.clone(),
                secret_key: SecretKey::from(self.keys.secret.clone()),
            }),
            region: None,
            service: None,
            trailing_headers: None,
        }
    }
}

/// The size and the MD5 digest of an object. The digest is that of all bytes, which the ETag of an
/// object in parts is not.
pub(crate) async fn measure(path: &Path) -> io::Result<(u64, [u8; 16])> {
    let path = path.to_owned();
    let measured = tokio::task::spawn_blocking(move || {
        let mut file = std::fs::File::open(path)?;
        let (mut size, mut digest) = (0, Md5::new());
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = io::Read::read(&mut file, &mut buffer)?;
            let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else {
                return Ok((size, digest.finalize()));
            };
            digest.update(bytes);
            size += bytes.len() as u64;
        }
    });
    measured.await.map_err(io::Error::other)?
}

/// What went wrong in S3, in few words.
pub(crate) fn describe(error: &S3Error) -> String {
    format!("{}: {}", error.code().as_str(), error.message().unwrap_or_default())
}

//! The operations of S3 that signed addresses lead to, and no others.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use s3s::dto::{
    GetObjectInput, GetObjectOutput, PutObjectInput, PutObjectOutput, UploadPartInput,
    UploadPartOutput,
};
use s3s::{S3, S3ErrorCode, S3Request, S3Response, S3Result, s3_error};
use s3s_fs::FileSystem;

/// S3 over a file system that the fake uses as well. Two cases that s3s-fs sees otherwise are answered
/// as Amazon's S3 answers them.
pub(crate) struct Shared {
    pub files: Arc<FileSystem>,
    pub folder: PathBuf,
}

/// Where s3s-fs keeps an object.
pub(crate) fn object_path(folder: &Path, bucket: &str, key: &str) -> PathBuf {
    key.split('/').fold(folder.join(bucket), |path, part| path.join(part))
}

#[async_trait::async_trait]
impl S3 for Shared {
    async fn get_object(
        &self,
        request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        self.files.get_object(request).await
    }

    async fn put_object(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let path = object_path(&self.folder, &request.input.bucket, &request.input.key);
        let result = self.files.put_object(request).await;
        // s3s-fs compares digests once the object is in place; S3 stores nothing that it refuses.
        if let Err(error) = &result
            && *error.code() == S3ErrorCode::BadDigest
        {
            let _ = tokio::fs::remove_file(path).await;
        }
        result
    }

    async fn upload_part(
        &self,
        request: S3Request<UploadPartInput>,
    ) -> S3Result<S3Response<UploadPartOutput>> {
        // The signature has been checked before: whom s3s-fs denies this names no upload.
        match self.files.upload_part(request).await {
            Err(error) if *error.code() == S3ErrorCode::AccessDenied => {
                Err(s3_error!(error, NoSuchUpload, "The specified upload does not exist."))
            }
            result => result,
        }
    }
}

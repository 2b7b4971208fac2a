//! Reads ONNX.
mod proto;
mod protobuf;

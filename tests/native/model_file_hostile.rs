//! Model files that want to run something, to fill the memory, or are cut and changed: refused with a code, never a panic.

use driftglass::error::{Code, Error};
use driftglass::model_file::read;

fn refused(bytes: &[u8]) -> Error {
    read(bytes).expect_err("must be refused")
}

/// A pickle of protocol 2 around some opcodes.
fn pickle(opcodes: &[u8]) -> Vec<u8> {
    [&b"\x80\x02"[..], opcodes, b"."].concat()
}

#[test]
fn calls_that_run_something_are_named() {
    for (opcodes, name) in [
        (
            &b"cos\nsystem\n(S'rm -rf /'\ntR"[..],
            "os.system(\"rm -rf /\")",
        ),
        (b"cposix\nsystem\n(S'id'\ntR", "posix.system(\"id\")"),
        (
            b"csubprocess\nPopen\n(]S'sh'\natR",
            "subprocess.Popen(a list)",
        ),
        (b"cbuiltins\neval\n(S'1+1'\ntR", "builtins.eval(\"1+1\")"),
        (b"c__builtin__\nexec\n(S'x=1'\ntR", "builtins.exec(\"x=1\")"),
        (
            b"cbuiltins\ngetattr\n(cos\n__dict__\nS'system'\ntR",
            "builtins.getattr(the name os.__dict__, \"system\")",
        ),
        (b"(S'ls'\nios\nsystem\n", "os.system(\"ls\")"),
        (b"(cos\nsystem\nS'ls'\no", "os.system(\"ls\")"),
        (b"cos\nsystem\n(S'ls'\nt\x81", "os.system(\"ls\")"),
        (
            b"\x8c\x02os\x8c\x06system\x93(S'ls'\ntR",
            "os.system(\"ls\")",
        ),
        (
            b"ccloudpickle.cloudpickle\n_make_function\n(tR",
            "cloudpickle.cloudpickle._make_function()",
        ),
        (
            b"ccopyreg\n_reconstructor\n(csubprocess\nPopen\ntR",
            "subprocess.Popen",
        ),
        (
            b"cwebbrowser\nopen\n(S'http://x'\ntR",
            "webbrowser.open(\"http://x\")",
        ),
        (
            b"cnumpy.testing._private.utils\nrunstring\n(S'x'\ntR",
            "numpy.testing._private.utils.runstring(\"x\")",
        ),
    ] {
        let error = refused(&pickle(opcodes));
        assert_eq!(error.code, Code::ModelHostile, "{name}: {error}");
        assert!(error.found.contains(name), "{name}: {error}");
    }
}

#[test]
fn hostile_calls_hide_nowhere() {
    // In a state, in an argument of a known class, inside an array of objects that joblib writes.
    let call = b"cos\nsystem\n(S'ls'\ntR";
    let hidden = [
        [&b"csklearn.svm._classes\nSVC\n)\x81}S'a'\n"[..], call, b"sb"].concat(),
        [&b"cnumpy\ndtype\n("[..], call, b"tR"].concat(),
        [
            &b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(S'shape'\nK\x01\x85S'dtype'\ncnumpy\ndtype\n(S'O8'\ntRub"[..],
            b"\x80\x02",
            call,
            b".",
        ]
        .concat(),
    ];
    for opcodes in hidden {
        let error = refused(&pickle(&opcodes));
        assert_eq!(error.code, Code::ModelHostile, "{error}");
    }
}

#[test]
fn what_a_file_cannot_carry_is_refused() {
    assert_eq!(refused(&pickle(b"S'x'\nQ")).code, Code::ModelHostile);
    assert_eq!(refused(&pickle(b"Px\n")).code, Code::ModelHostile);
    assert_eq!(refused(&pickle(b"\x82\x01")).code, Code::ModelHostile);
    assert_eq!(refused(&pickle(b"\x97")).code, Code::ModelUnreadable);
}

#[test]
fn unknown_classes_are_opaque_and_named() {
    let error = refused(&pickle(b"cmy.package\nModel\n)\x81}b"));
    assert_eq!(error.code, Code::ModelUnsupported);
    assert!(error.found.contains("my.package.Model"), "{error}");
    let error = refused(&pickle(
        b"csklearn.ensemble._weight_boosting\nAdaBoostClassifier\n)\x81}b",
    ));
    assert_eq!(error.code, Code::ModelUnsupported);
    assert!(error.found.contains("AdaBoostClassifier"), "{error}");
    // A number, a list, a name: no model.
    for opcodes in [&b"K\x01"[..], b"]", b"cos\nsystem\n", b"N"] {
        assert_eq!(refused(&pickle(opcodes)).code, Code::ModelUnsupported);
    }
}

#[test]
fn bombs_do_not_grow() {
    // A memo entry far away.
    assert_eq!(
        refused(&pickle(b"Nr\xff\xff\xff\xff")).code,
        Code::ModelLimit
    );
    // Ten lists of ten lists of …: shared, so small; and it is no model.
    let mut laughs = b"]q\x00".to_vec();
    for level in 0..60u8 {
        laughs.extend(b"](");
        laughs.extend([b'h', level].repeat(10));
        laughs.extend([b'e', b'q', level + 1]);
    }
    assert_eq!(refused(&pickle(&laughs)).code, Code::ModelUnsupported);
    // A long text made into bytes again and again.
    let mut copies = b"c_codecs\nencode\nq\x01X\x40\x42\x0f\x00".to_vec();
    copies.extend(vec![b'a'; 1_000_000]);
    copies.extend(b"X\x06\x00\x00\x00latin1\x86q\x02");
    copies.extend(b"h\x01h\x02R0".repeat(10_000));
    assert_eq!(refused(&pickle(&copies)).code, Code::ModelLimit);
    // A list that holds itself.
    let error = refused(&pickle(b"]q\x00h\x00a"));
    assert_eq!(error.code, Code::ModelUnsupported);
    // An array larger than the file.
    let huge = b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(S'shape'\nJ\xff\xff\xff\x7f\x85S'dtype'\ncnumpy\ndtype\n(S'f8'\ntRub";
    assert_eq!(refused(&pickle(huge)).code, Code::ModelUnreadable);
    // Pickles in pickles in pickles.
    let mut nested = Vec::new();
    for _ in 0..50 {
        nested.extend(b"\x80\x02cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(S'shape'\nK\x01\x85S'dtype'\ncnumpy\ndtype\n(S'O8'\ntRub");
    }
    assert_eq!(refused(&nested).code, Code::ModelLimit);
}

#[test]
fn broken_stacks_end() {
    for opcodes in [
        &b"R"[..],
        b"b",
        b"a",
        b"e",
        b"u",
        b"s",
        b"t",
        b"0",
        b"1",
        b"2",
        b"h\x05",
        b"\x93",
        b"\x81",
        b"(",
        b"o",
        b"i",
        b"Na",
        b"NNs",
        b"NNR",
        b"X\xff\xff\xff\x7fab",
        b"\x8e\xff\xff\xff\xff\xff\xff\xff\xff",
        b"I12x\n",
        b"S'\n",
        b"\x85",
        b"(\x85",
        b"Nb",
    ] {
        let error = refused(&pickle(opcodes));
        assert!(error.code.as_str().starts_with("model."), "{error}");
    }
}

#[test]
fn no_format_at_all() {
    for bytes in [
        &b""[..],
        b"a,b\n1,2\n",
        b"PK\x03\x04",
        b"\x78\x9c",
        b"\x1f\x8b\x08",
        b"{}",
        &[0; 100],
    ] {
        let error = refused(bytes);
        assert!(error.code.as_str().starts_with("model."), "{error}");
        assert!(!error.action.is_empty());
    }
}

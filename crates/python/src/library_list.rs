[("_prelude", include_str!("../lib/_prelude.py"))]

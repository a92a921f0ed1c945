//! The third-party packages' files: a list made from the files of `site-packages/`.

use crate::packages::Package;

pub(crate) const PACKAGES: &[Package] = &[
    (
        "flask",
        &[
            ("flask/__init__.py", include_bytes!("../site-packages/flask/flask/__init__.py").as_slice()),
            ("flask/__main__.py", include_bytes!("../site-packages/flask/flask/__main__.py").as_slice()),
            ("flask/app.py", include_bytes!("../site-packages/flask/flask/app.py").as_slice()),
            ("flask/cli.py", include_bytes!("../site-packages/flask/flask/cli.py").as_slice()),
            ("flask/json.py", include_bytes!("../site-packages/flask/flask/json.py").as_slice()),
            ("flask/views.py", include_bytes!("../site-packages/flask/flask/views.py").as_slice()),
            ("jinja2/__init__.py", include_bytes!("../site-packages/jinja2/jinja2/__init__.py").as_slice()),
            ("markupsafe/__init__.py", include_bytes!("../site-packages/markupsafe/markupsafe/__init__.py").as_slice()),
            ("werkzeug/__init__.py", include_bytes!("../site-packages/werkzeug/werkzeug/__init__.py").as_slice()),
            (
                "werkzeug/datastructures.py",
                include_bytes!("../site-packages/werkzeug/werkzeug/datastructures.py").as_slice(),
            ),
            ("werkzeug/exceptions.py", include_bytes!("../site-packages/werkzeug/werkzeug/exceptions.py").as_slice()),
            ("werkzeug/security.py", include_bytes!("../site-packages/werkzeug/werkzeug/security.py").as_slice()),
            ("werkzeug/serving.py", include_bytes!("../site-packages/werkzeug/werkzeug/serving.py").as_slice()),
            ("werkzeug/utils.py", include_bytes!("../site-packages/werkzeug/werkzeug/utils.py").as_slice()),
            ("werkzeug/wrappers.py", include_bytes!("../site-packages/werkzeug/werkzeug/wrappers.py").as_slice()),
        ],
    ),
    (
        "jinja2",
        &[
            ("jinja2/__init__.py", include_bytes!("../site-packages/jinja2/jinja2/__init__.py").as_slice()),
            ("markupsafe/__init__.py", include_bytes!("../site-packages/markupsafe/markupsafe/__init__.py").as_slice()),
        ],
    ),
    (
        "markupsafe",
        &[("markupsafe/__init__.py", include_bytes!("../site-packages/markupsafe/markupsafe/__init__.py").as_slice())],
    ),
    (
        "redis",
        &[
            ("redis/__init__.py", include_bytes!("../site-packages/redis/redis/__init__.py").as_slice()),
            ("redis/exceptions.py", include_bytes!("../site-packages/redis/redis/exceptions.py").as_slice()),
        ],
    ),
    (
        "werkzeug",
        &[
            ("markupsafe/__init__.py", include_bytes!("../site-packages/markupsafe/markupsafe/__init__.py").as_slice()),
            ("werkzeug/__init__.py", include_bytes!("../site-packages/werkzeug/werkzeug/__init__.py").as_slice()),
            (
                "werkzeug/datastructures.py",
                include_bytes!("../site-packages/werkzeug/werkzeug/datastructures.py").as_slice(),
            ),
            ("werkzeug/exceptions.py", include_bytes!("../site-packages/werkzeug/werkzeug/exceptions.py").as_slice()),
            ("werkzeug/security.py", include_bytes!("../site-packages/werkzeug/werkzeug/security.py").as_slice()),
            ("werkzeug/serving.py", include_bytes!("../site-packages/werkzeug/werkzeug/serving.py").as_slice()),
            ("werkzeug/utils.py", include_bytes!("../site-packages/werkzeug/werkzeug/utils.py").as_slice()),
            ("werkzeug/wrappers.py", include_bytes!("../site-packages/werkzeug/werkzeug/wrappers.py").as_slice()),
        ],
    ),
];

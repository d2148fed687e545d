// Generated from constitution/*.yaml by packages/constitution/generate.ts. Change those, then run it.

export const builtinFiles: readonly { readonly name: string; readonly content: unknown }[] = [
 {
  "name": "03-tests.yaml",
  "content": {
   "articles": [
    {
     "id": "III.1",
     "title": "Tests are not edited",
     "prose": "A red test is turned green by mending the code that it tests, never by changing, skipping or removing the test.\n",
     "actions": [
      "heal.attempt",
      "repository.branch.write"
     ],
     "rule": "testsTouched == 0",
     "enforcement": "deny",
     "message": "The patch changes tests.",
     "hint": "mend the code instead; if the test is wrong, a person has to say so and change it",
     "audit": [
      "testsTouched"
     ],
     "examples": [
      {
       "name": "a patch that leaves the tests alone",
       "action": "heal.attempt",
       "expect": "allow"
      },
      {
       "name": "a patch that changes one test",
       "action": "heal.attempt",
       "facts": {
        "testsTouched": 1
       },
       "expect": "deny"
      },
      {
       "name": "a commit that leaves the tests alone",
       "action": "repository.branch.write",
       "expect": "allow"
      },
      {
       "name": "a commit that changes tests",
       "action": "repository.branch.write",
       "facts": {
        "testsTouched": 2
       },
       "expect": "deny"
      }
     ]
    },
    {
     "id": "III.2",
     "title": "Files of tests are not written",
     "prose": "Whatever the count of III.1 says, no file that is a test by its name, and no recorded snapshot, is written.\n",
     "actions": [
      "repository.branch.write",
      "checkout.write"
     ],
     "rule": "!touches(paths, testPaths)",
     "params": {
      "testPaths": {
       "type": "globs",
       "tighter": "more",
       "about": "What tests and snapshots are called.",
       "value": [
        "**/test_*.py",
        "**/*_test.py",
        "**/*.test.*",
        "**/*.spec.*",
        "**/*_test.go",
        "**/__tests__",
        "**/__snapshots__",
        "**/*.snap"
       ]
      }
     },
     "enforcement": "deny",
     "message": "A file to be written is a test or a snapshot by its name.",
     "hint": "leave it out of the change; a person may change tests",
     "audit": [
      "paths"
     ],
     "examples": [
      {
       "name": "a source file",
       "action": "repository.branch.write",
       "expect": "allow"
      },
      {
       "name": "a source file whose name only contains the word",
       "action": "checkout.write",
       "facts": {
        "paths": [
         "src/testing.py",
         "src/latest.ts"
        ]
       },
       "expect": "allow"
      },
      {
       "name": "a test among other files",
       "action": "checkout.write",
       "facts": {
        "paths": [
         "src/sum.py",
         "tests/test_sum.py"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "a/test_sum.py",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "a/test_sum.py"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "sum_test.py",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "sum_test.py"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "src/sum.test.ts",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "src/sum.test.ts"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "src/sum.spec.js",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "src/sum.spec.js"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "sum_test.go",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "sum_test.go"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "src/__tests__/sum.js",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "src/__tests__/sum.js"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "src/__snapshots__/sum.js",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "src/__snapshots__/sum.js"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "src/sum.snap",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "src/sum.snap"
        ]
       },
       "expect": "deny"
      }
     ]
    }
   ]
  }
 },
 {
  "name": "04-protected-paths.yaml",
  "content": {
   "articles": [
    {
     "id": "IV.1",
     "title": "Protected files are not patched",
     "prose": "Continuous integration, lockfiles, the configuration of tests and linters, this constitution and the settings are out of\nreach for a repair, and so is what the repository protects in codemonkeys.yaml.\n",
     "actions": [
      "heal.attempt",
      "repository.branch.write"
     ],
     "rule": "size(protectedTouched) == 0",
     "enforcement": "deny",
     "message": "The patch changes protected files.",
     "hint": "a person may change these; heal mends source files alone",
     "audit": [
      "protectedTouched"
     ],
     "examples": [
      {
       "name": "a patch of source files",
       "action": "heal.attempt",
       "expect": "allow"
      },
      {
       "name": "a patch of a lockfile",
       "action": "heal.attempt",
       "facts": {
        "protectedTouched": [
         "pnpm-lock.yaml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "a commit of source files",
       "action": "repository.branch.write",
       "expect": "allow"
      },
      {
       "name": "a commit of two",
       "action": "repository.branch.write",
       "facts": {
        "protectedTouched": [
         "a.lock",
         "b.lock"
        ]
       },
       "expect": "deny"
      }
     ]
    },
    {
     "id": "IV.2",
     "title": "Protected paths are not written",
     "prose": "Whatever the list of IV.1 says, none of these paths is written. Upper and lower case are one, since they are on many disks.\n",
     "actions": [
      "repository.branch.write",
      "checkout.write"
     ],
     "rule": "!touches(paths, protectedPaths)",
     "params": {
      "protectedPaths": {
       "type": "globs",
       "tighter": "more",
       "about": "A folder stands for all that is in it.",
       "value": [
        "**/.git",
        "**/.gitattributes",
        "**/.gitmodules",
        ".github",
        ".gitlab-ci.yml",
        ".circleci",
        "Jenkinsfile",
        "azure-pipelines.yml",
        ".travis.yml",
        "**/CODEOWNERS",
        "constitution",
        "codemonkeys.yaml",
        ".codemonkeys",
        "**/package-lock.json",
        "**/npm-shrinkwrap.json",
        "**/pnpm-lock.yaml",
        "**/yarn.lock",
        "**/bun.lock*",
        "**/poetry.lock",
        "**/Pipfile.lock",
        "**/uv.lock",
        "**/pdm.lock",
        "**/Cargo.lock",
        "**/go.sum",
        "**/package.json",
        "**/tsconfig*.json",
        "**/pyproject.toml",
        "**/setup.cfg",
        "**/pytest.ini",
        "**/tox.ini",
        "**/conftest.py",
        "**/.coveragerc",
        "**/jest.config.*",
        "**/vitest.config.*",
        "**/vitest.workspace.*",
        "**/vitest.setup.*",
        "**/jest.setup.*",
        "**/.eslintrc*",
        "**/eslint.config.*",
        "**/biome.json*",
        "**/ruff.toml",
        ".pre-commit-config.yaml",
        ".husky"
       ]
      }
     },
     "enforcement": "deny",
     "message": "A path to be written is protected.",
     "hint": "leave it out of the change; a person may change it",
     "audit": [
      "paths"
     ],
     "examples": [
      {
       "name": "a source file",
       "action": "repository.branch.write",
       "expect": "allow"
      },
      {
       "name": "names that only look alike",
       "action": "checkout.write",
       "facts": {
        "paths": [
         "src/git/config.ts",
         "docs/constitution/a.md",
         "src/package.ts"
        ]
       },
       "expect": "allow"
      },
      {
       "name": "a protected path among others",
       "action": "checkout.write",
       "facts": {
        "paths": [
         "src/sum.py",
         "package.json"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "sub/.GIT/config",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "sub/.GIT/config"
        ]
       },
       "expect": "deny"
      },
      {
       "name": ".gitattributes",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         ".gitattributes"
        ]
       },
       "expect": "deny"
      },
      {
       "name": ".gitmodules",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         ".gitmodules"
        ]
       },
       "expect": "deny"
      },
      {
       "name": ".github/workflows/ci.yml",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         ".github/workflows/ci.yml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": ".gitlab-ci.yml",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         ".gitlab-ci.yml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": ".circleci/config.yml",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         ".circleci/config.yml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "Jenkinsfile",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "Jenkinsfile"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "azure-pipelines.yml",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "azure-pipelines.yml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": ".travis.yml",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         ".travis.yml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "docs/CODEOWNERS",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "docs/CODEOWNERS"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "constitution/03-tests.yaml",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "constitution/03-tests.yaml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "codemonkeys.yaml",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "codemonkeys.yaml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": ".codemonkeys/ledger.db",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         ".codemonkeys/ledger.db"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "web/package-lock.json",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "web/package-lock.json"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "npm-shrinkwrap.json",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "npm-shrinkwrap.json"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "pnpm-lock.yaml",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "pnpm-lock.yaml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "yarn.lock",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "yarn.lock"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "bun.lockb",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "bun.lockb"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "poetry.lock",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "poetry.lock"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "Pipfile.lock",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "Pipfile.lock"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "uv.lock",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "uv.lock"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "pdm.lock",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "pdm.lock"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "Cargo.lock",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "Cargo.lock"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "go.sum",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "go.sum"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "package.json",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "package.json"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "tsconfig.base.json",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "tsconfig.base.json"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "pyproject.toml",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "pyproject.toml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "setup.cfg",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "setup.cfg"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "pytest.ini",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "pytest.ini"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "tox.ini",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "tox.ini"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "tests/conftest.py",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "tests/conftest.py"
        ]
       },
       "expect": "deny"
      },
      {
       "name": ".coveragerc",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         ".coveragerc"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "jest.config.js",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "jest.config.js"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "vitest.config.ts",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "vitest.config.ts"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "vitest.workspace.ts",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "vitest.workspace.ts"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "vitest.setup.ts",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "vitest.setup.ts"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "jest.setup.js",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "jest.setup.js"
        ]
       },
       "expect": "deny"
      },
      {
       "name": ".eslintrc.json",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         ".eslintrc.json"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "eslint.config.js",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "eslint.config.js"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "biome.json",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "biome.json"
        ]
       },
       "expect": "deny"
      },
      {
       "name": "ruff.toml",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         "ruff.toml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": ".pre-commit-config.yaml",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         ".pre-commit-config.yaml"
        ]
       },
       "expect": "deny"
      },
      {
       "name": ".husky/pre-commit",
       "action": "repository.branch.write",
       "facts": {
        "paths": [
         ".husky/pre-commit"
        ]
       },
       "expect": "deny"
      }
     ]
    }
   ]
  }
 },
 {
  "name": "05-verification.yaml",
  "content": {
   "articles": [
    {
     "id": "V.1",
     "title": "No result without a passed gate",
     "prose": "A patch becomes a commit on a branch, or a change in a checkout, only when the verification gate lets it through: the failing\ntests pass, nothing that passed fails, and repetition rules out luck.\n",
     "actions": [
      "repository.branch.write",
      "checkout.write"
     ],
     "rule": "gate != 'reject'",
     "enforcement": "deny",
     "message": "The verification gate did not let the patch through.",
     "hint": "look at the checks of the verdict; cm audit show has them",
     "audit": [
      "gate"
     ],
     "examples": [
      {
       "name": "a patch that is surely right",
       "action": "repository.branch.write",
       "expect": "allow"
      },
      {
       "name": "a patch to choose from",
       "action": "repository.branch.write",
       "facts": {
        "gate": "propose"
       },
       "expect": "allow"
      },
      {
       "name": "a patch that failed the gate",
       "action": "repository.branch.write",
       "facts": {
        "gate": "reject"
       },
       "expect": "deny"
      },
      {
       "name": "a checkout after a failed gate",
       "action": "checkout.write",
       "facts": {
        "gate": "reject"
       },
       "expect": "deny"
      }
     ]
    },
    {
     "id": "V.2",
     "title": "What is only proposed is for a person to take",
     "prose": "When held-out tests or behaviour do not settle that a patch is right, it waits on its branch. A person who has looked at it\nmerges it; it is not written into their files for them.\n",
     "actions": [
      "checkout.write"
     ],
     "rule": "gate != 'propose'",
     "enforcement": "approve",
     "message": "The gate proposes this patch, and a person has to choose.",
     "hint": "look at the branch that heal made, and merge it with git merge if it is right",
     "audit": [
      "gate"
     ],
     "examples": [
      {
       "name": "a patch that is surely right",
       "expect": "allow"
      },
      {
       "name": "a patch to choose from",
       "facts": {
        "gate": "propose"
       },
       "expect": "approve"
      }
     ]
    }
   ]
  }
 },
 {
  "name": "06-branches.yaml",
  "content": {
   "articles": [
    {
     "id": "VI.1",
     "title": "Only branches of our own are written",
     "prose": "Results are commits on branches under our prefix. No other branch is ever moved, and the main one least of all.\n",
     "actions": [
      "repository.branch.write"
     ],
     "rule": "branch.startsWith(branchPrefix) && size(branch) > size(branchPrefix)",
     "params": {
      "branchPrefix": {
       "type": "string",
       "value": "cm/",
       "tighter": "longer",
       "about": "What the name of every branch that is written begins with."
      }
     },
     "enforcement": "deny",
     "message": "The branch is not one of ours.",
     "hint": "write to a branch under cm/ and let a person merge it",
     "audit": [
      "branch"
     ],
     "examples": [
      {
       "name": "a branch of ours",
       "expect": "allow"
      },
      {
       "name": "the shortest name",
       "facts": {
        "branch": "cm/1"
       },
       "expect": "allow"
      },
      {
       "name": "main",
       "facts": {
        "branch": "main"
       },
       "expect": "deny"
      },
      {
       "name": "a name that only begins like ours",
       "facts": {
        "branch": "cmx/heal"
       },
       "expect": "deny"
      },
      {
       "name": "a name with ours inside",
       "facts": {
        "branch": "feature/cm/1"
       },
       "expect": "deny"
      },
      {
       "name": "a name with ours at its end",
       "facts": {
        "branch": "feature/cm"
       },
       "params": {
        "branchPrefix": "cm"
       },
       "expect": "deny"
      },
      {
       "name": "nothing but the prefix",
       "facts": {
        "branch": "cm-heal"
       },
       "params": {
        "branchPrefix": "cm-heal"
       },
       "expect": "deny"
      }
     ]
    },
    {
     "id": "VI.2",
     "title": "A checkout is written only when its owner asks",
     "prose": "The files that a person works on are theirs. They are written only at that person's word, given for this run.\n",
     "actions": [
      "checkout.write"
     ],
     "rule": "requestedByPerson",
     "enforcement": "deny",
     "message": "Nobody asked for the checkout to be changed.",
     "hint": "run cm heal --apply, or merge the branch",
     "audit": [
      "requestedByPerson",
      "paths"
     ],
     "examples": [
      {
       "name": "asked for",
       "expect": "allow"
      },
      {
       "name": "not asked for",
       "facts": {
        "requestedByPerson": false
       },
       "expect": "deny"
      }
     ]
    }
   ]
  }
 },
 {
  "name": "07-sandbox.yaml",
  "content": {
   "articles": [
    {
     "id": "VII.1",
     "title": "Nothing untrusted runs outside the sandbox",
     "prose": "Tests and patches are other people's code. They run in a sandbox, unless the person at the keyboard accepted the risk.\n",
     "actions": [
      "process.run"
     ],
     "rule": "sandbox != 'trusted' || trusted",
     "enforcement": "deny",
     "message": "There is no sandbox, and nobody accepted the risk.",
     "hint": "install bubblewrap (cm doctor says how), or accept the risk with --trust",
     "audit": [
      "sandbox",
      "trusted",
      "purpose"
     ],
     "examples": [
      {
       "name": "in a sandbox",
       "expect": "allow"
      },
      {
       "name": "in a sandbox with the risk accepted",
       "facts": {
        "trusted": true
       },
       "expect": "allow"
      },
      {
       "name": "without one",
       "facts": {
        "sandbox": "trusted"
       },
       "expect": "deny"
      },
      {
       "name": "without one and the risk accepted",
       "facts": {
        "sandbox": "trusted",
        "trusted": true
       },
       "expect": "allow"
      }
     ]
    },
    {
     "id": "VII.2",
     "title": "Running without a sandbox is said aloud",
     "prose": "Where the risk was accepted, every run without a sandbox says so and is recorded.\n",
     "actions": [
      "process.run"
     ],
     "rule": "sandbox != 'trusted'",
     "enforcement": "warn",
     "message": "This ran without a sandbox, at the risk of the person who asked for it.",
     "hint": "install bubblewrap (cm doctor says how)",
     "audit": [
      "sandbox",
      "trusted"
     ],
     "examples": [
      {
       "name": "in a sandbox",
       "expect": "allow"
      },
      {
       "name": "without one",
       "facts": {
        "sandbox": "trusted",
        "trusted": true
       },
       "expect": "warn"
      }
     ]
    }
   ]
  }
 },
 {
  "name": "08-network.yaml",
  "content": {
   "articles": [
    {
     "id": "VIII.1",
     "title": "Tests have no network",
     "prose": "What runs of a repository reaches no other machine: not to fetch, and not to send away what it found here.\n",
     "actions": [
      "process.run"
     ],
     "rule": "!network",
     "enforcement": "deny",
     "message": "It would run with the network.",
     "hint": "let the tests do without; what they depend on is installed in a step of its own",
     "audit": [
      "network"
     ],
     "examples": [
      {
       "name": "without network",
       "expect": "allow"
      },
      {
       "name": "with network",
       "facts": {
        "network": true
       },
       "expect": "deny"
      }
     ]
    },
    {
     "id": "VIII.2",
     "title": "No connection but to hosts that are named",
     "prose": "Code Monkeys itself opens no connection either, except to hosts in this list. It is empty: repairing needs none. The person\nwho runs Code Monkeys may name some in ~/.codemonkeys/constitution; a repository can't.\n",
     "actions": [
      "network.connect"
     ],
     "rule": "host in allowedHosts",
     "params": {
      "allowedHosts": {
       "type": "list",
       "value": [],
       "tighter": "fewer",
       "byPerson": true,
       "about": "Host names in full."
      }
     },
     "enforcement": "deny",
     "message": "The host is not one that may be connected to.",
     "hint": "work without the network, or allow the host yourself, as an amendment of VIII.2 in ~/.codemonkeys/constitution/network.yaml",
     "audit": [
      "host",
      "port",
      "purpose"
     ],
     "examples": [
      {
       "name": "any host",
       "expect": "deny"
      },
      {
       "name": "a host that is named",
       "params": {
        "allowedHosts": [
         "a.example.org",
         "api.example.org"
        ]
       },
       "expect": "allow"
      },
      {
       "name": "a host that is not",
       "params": {
        "allowedHosts": [
         "a.example.org"
        ]
       },
       "expect": "deny"
      }
     ]
    },
    {
     "id": "VIII.3",
     "title": "No prompt to a model that is not named",
     "prose": "Source code is sent to no model, except by a provider in this list and within this cost. It is empty: repairing needs none.\nThe person who runs Code Monkeys may name some in ~/.codemonkeys/constitution; a repository can't.\n",
     "actions": [
      "model.call"
     ],
     "rule": "provider in allowedProviders && estimatedUsd <= maxUsdPerCall",
     "params": {
      "allowedProviders": {
       "type": "list",
       "value": [],
       "tighter": "fewer",
       "byPerson": true,
       "about": "Names of providers."
      },
      "maxUsdPerCall": {
       "type": "number",
       "value": 0.05,
       "tighter": "lower",
       "byPerson": true,
       "about": "US dollars."
      }
     },
     "enforcement": "deny",
     "message": "No model may be asked here, or not at this cost.",
     "hint": "work without a model, or allow the provider yourself, as an amendment of VIII.3 in ~/.codemonkeys/constitution/network.yaml",
     "audit": [
      "provider",
      "model",
      "promptHash",
      "estimatedUsd"
     ],
     "examples": [
      {
       "name": "any model",
       "expect": "deny"
      },
      {
       "name": "a provider that is named",
       "params": {
        "allowedProviders": [
         "other",
         "example"
        ]
       },
       "expect": "allow"
      },
      {
       "name": "the dearest that may be",
       "params": {
        "allowedProviders": [
         "example"
        ]
       },
       "facts": {
        "estimatedUsd": 0.05
       },
       "expect": "allow"
      },
      {
       "name": "a little dearer",
       "params": {
        "allowedProviders": [
         "example"
        ]
       },
       "facts": {
        "estimatedUsd": 0.0501
       },
       "expect": "deny"
      },
      {
       "name": "a provider that is not named",
       "params": {
        "allowedProviders": [
         "other"
        ]
       },
       "expect": "deny"
      }
     ]
    }
   ]
  }
 },
 {
  "name": "09-dependencies.yaml",
  "content": {
   "articles": [
    {
     "id": "IX.1",
     "title": "Fetching dependencies is approved by a person",
     "prose": "Installing is the one step that may use the network. A person says yes to it; without network it needs no yes.\n",
     "actions": [
      "dependencies.install"
     ],
     "rule": "approved || !network",
     "enforcement": "approve",
     "message": "Dependencies would be fetched from the network.",
     "hint": "install them yourself, or say yes with --install",
     "audit": [
      "network",
      "approved"
     ],
     "examples": [
      {
       "name": "fetched with a yes",
       "expect": "allow"
      },
      {
       "name": "fetched without",
       "facts": {
        "approved": false
       },
       "expect": "approve"
      },
      {
       "name": "from a cache on this machine",
       "facts": {
        "approved": false,
        "network": false
       },
       "expect": "allow"
      },
      {
       "name": "from a cache with a yes",
       "facts": {
        "network": false
       },
       "expect": "allow"
      }
     ]
    },
    {
     "id": "IX.2",
     "title": "Install scripts do not run",
     "prose": "Scripts of packages that run when these are installed are code of strangers with the network at hand.\n",
     "actions": [
      "dependencies.install"
     ],
     "rule": "!scripts",
     "enforcement": "deny",
     "message": "Install scripts of packages would run.",
     "hint": "install with scripts off; what needs them is for a person to install",
     "audit": [
      "scripts"
     ],
     "examples": [
      {
       "name": "without scripts",
       "expect": "allow"
      },
      {
       "name": "with scripts",
       "facts": {
        "scripts": true
       },
       "expect": "deny"
      }
     ]
    },
    {
     "id": "IX.3",
     "title": "Dependencies are installed in the sandbox",
     "prose": "Installing outside the sandbox is for a person to do, or to approve.\n",
     "actions": [
      "dependencies.install"
     ],
     "rule": "sandbox != 'trusted' || approved",
     "enforcement": "approve",
     "message": "Dependencies would be installed without a sandbox.",
     "hint": "install bubblewrap (cm doctor says how), or install them yourself",
     "audit": [
      "sandbox"
     ],
     "examples": [
      {
       "name": "in a sandbox",
       "expect": "allow"
      },
      {
       "name": "in a sandbox without a yes",
       "facts": {
        "approved": false,
        "network": false
       },
       "expect": "allow"
      },
      {
       "name": "outside with a yes",
       "facts": {
        "sandbox": "trusted"
       },
       "expect": "allow"
      },
      {
       "name": "outside without",
       "facts": {
        "sandbox": "trusted",
        "approved": false
       },
       "expect": "approve"
      }
     ]
    }
   ]
  }
 },
 {
  "name": "10-size.yaml",
  "content": {
   "articles": [
    {
     "id": "X.1",
     "title": "A repair is small",
     "prose": "A change that mends a fault is short. One that touches many files or lines is something else, and is not made by itself.\n",
     "actions": [
      "repository.branch.write"
     ],
     "rule": "filesChanged <= maxFiles && linesChanged <= maxLines && size(paths) <= maxFiles",
     "params": {
      "maxFiles": {
       "type": "int",
       "value": 10,
       "tighter": "lower"
      },
      "maxLines": {
       "type": "int",
       "value": 400,
       "tighter": "lower",
       "about": "Lines added and removed together."
      }
     },
     "enforcement": "deny",
     "message": "The change is larger than a repair may be.",
     "hint": "split it, or make it by hand",
     "audit": [
      "filesChanged",
      "linesChanged"
     ],
     "examples": [
      {
       "name": "one line",
       "expect": "allow"
      },
      {
       "name": "as many files as may be",
       "facts": {
        "filesChanged": 10
       },
       "expect": "allow"
      },
      {
       "name": "one file more",
       "facts": {
        "filesChanged": 11
       },
       "expect": "deny"
      },
      {
       "name": "as many lines as may be",
       "facts": {
        "linesChanged": 400
       },
       "expect": "allow"
      },
      {
       "name": "one line more",
       "facts": {
        "linesChanged": 401
       },
       "expect": "deny"
      },
      {
       "name": "as many paths as may be",
       "facts": {
        "paths": [
         "a",
         "b",
         "c",
         "d",
         "e",
         "f",
         "g",
         "h",
         "i",
         "j"
        ]
       },
       "expect": "allow"
      },
      {
       "name": "more paths than are counted",
       "facts": {
        "paths": [
         "a",
         "b",
         "c",
         "d",
         "e",
         "f",
         "g",
         "h",
         "i",
         "j",
         "k"
        ]
       },
       "expect": "deny"
      }
     ]
    }
   ]
  }
 },
 {
  "name": "17-attempts.yaml",
  "content": {
   "articles": [
    {
     "id": "XVII.1",
     "title": "At most two attempts on each rung",
     "prose": "An attempt is a patch put before the gate. Each rung of the ladder has two in a run; after that the next rung, or a person,\ntakes over.\n",
     "actions": [
      "heal.attempt"
     ],
     "rule": "attemptOfRung <= maxAttemptsPerRung",
     "params": {
      "maxAttemptsPerRung": {
       "type": "int",
       "value": 2,
       "tighter": "lower"
      }
     },
     "enforcement": "deny",
     "message": "This rung has used up its attempts.",
     "hint": "go on to the next rung, or hand over to a person",
     "audit": [
      "rung",
      "attemptOfRung",
      "runId"
     ],
     "examples": [
      {
       "name": "the first",
       "expect": "allow"
      },
      {
       "name": "the second",
       "facts": {
        "attemptOfRung": 2
       },
       "expect": "allow"
      },
      {
       "name": "the third",
       "facts": {
        "attemptOfRung": 3
       },
       "expect": "deny"
      }
     ]
    }
   ]
  }
 }
];

# Puts the project's node and pnpm first on the PATH of this shell:  . tooling/env.sh
_cm_root=$(cd "$(dirname "${BASH_SOURCE:-$0}")/.." && pwd)
node "$_cm_root/tooling/bootstrap.mjs" || return 1
export PATH="$_cm_root/.runtime/bin:$_cm_root/node_modules/.bin:$PATH"
export TURBO_TELEMETRY_DISABLED=1 DO_NOT_TRACK=1
unset _cm_root

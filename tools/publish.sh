#!/usr/bin/env bash
# Every form of the command, into artifacts/: the packages, and one file a system. tools/publish.sh [FORM...]
#   packages      artifacts/packages: the libraries and the .NET tool
#   native        artifacts/publish/RUNTIME: native code for this system; needs clang or gcc, and zlib's headers
#   native-v4     artifacts/publish/RUNTIME-v4: the same for processors with AVX-512 alone; not part of all
#   bundles       artifacts/publish/RUNTIME: for the other systems, .NET and all, trimmed, with native code beside IL
# Without a form: all of them. A lock file is never touched. Each stage says what it makes, and how long it took.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
out=$PWD/artifacts/publish
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) host=linux-x64 ;;
  Linux-aarch64) host=linux-arm64 ;;
  Darwin-arm64) host=osx-arm64 ;;
  *) host=win-x64 ;;
esac

# stage WHAT COMMAND...: runs a command between two lines, as it may take minutes and say nothing.
stage() {
  local what=$1 begin=$SECONDS
  shift
  echo "== $what ..."
  "$@"
  echo "== $what: $((SECONDS - begin)) s"
}

# publish FOLDER RUNTIME OPTION...
publish() {
  local name=$1 folder=$out/$1 runtime=$2
  shift 2
  rm -rf "${folder:?}"
  stage "artifacts/publish/$name" dotnet publish src/Cloze.Cli -c Release -r "$runtime" -o "$folder" \
    --artifacts-path artifacts/build -nodeReuse:false -v:quiet "$@"
  rm -f "$folder"/*.pdb "$folder"/*.dbg "$folder"/*.xml
}

packages() {
  rm -rf artifacts/packages
  stage artifacts/packages dotnet pack -c Release -nodeReuse:false -v:quiet
}

# Native code is made on the system that it is for. It must have the instructions that the engine is written for.
native() {
  publish "$host" "$host" -p:PublishAot=true
  case $host in
    *-x64)
      "$out/$host/cloze" bench --preset tiny --seconds 0.1 --json 2>/dev/null |
        grep -q '"instruction_set":"AVX' || {
        echo "error: artifacts/publish/$host/cloze does not take the AVX path." >&2
        exit 1
      }
      ;;
  esac
}

native-v4() {
  publish "$host-v4" "$host" -p:PublishAot=true -p:IlcInstructionSet=x86-64-v4
}

bundles() {
  local runtime
  for runtime in linux-x64 linux-arm64 win-x64 osx-arm64; do
    [ "$runtime" = "$host" ] || publish "$runtime" "$runtime" -p:PublishSingleFile=true
  done
}

for form in "${@:-all}"; do
  case $form in
    packages | native | native-v4 | bundles) "$form" ;;
    all) packages && native && bundles ;;
    *) echo "error: there is no form $form: packages, native, native-v4 or bundles." >&2 && exit 2 ;;
  esac
done
find artifacts/packages artifacts/publish -type f -printf '%s bytes  %p\n' 2>/dev/null | sort -k3 || true

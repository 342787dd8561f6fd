#!/usr/bin/env bash
# What the command compiles while it starts, verb by verb: writes src/Cloze.Cli/Start/VERB.mibc, from which the .NET
# tool's native code is made (Publish.props). tools/start-profile.sh MODEL; MODEL is the folder of a small model.
# Worth a new run when the count of methods that a start still compiles has grown: it is printed for each verb, as it
# is without native code. Entries that no longer fit the code are left out by the compiler.
set -euo pipefail
cd "$(dirname "$0")/.."
model=$(realpath "${1:?the folder of a small model}")
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build src/Cloze.Cli -c Release -nodeReuse:false -v:quiet
dotnet build tools/StartProfile.cs -o "$work/hook" -v:quiet
mkdir -p src/Cloze.Cli/Start

# profile NAME ARGUMENT...
profile() {
  local name=$1
  shift
  DOTNET_STARTUP_HOOKS=$work/hook/StartProfile.dll START_PROFILE=$PWD/src/Cloze.Cli/Start/$name.mibc \
    DOTNET_JitStdOutFile=$work/$name.jit DOTNET_JitDisasmSummary=1 \
    dotnet src/Cloze.Cli/bin/Release/net10.0/cloze.dll "$@" >/dev/null
  echo "$name: $(wc -l <"$work/$name.jit") methods"
}

text='the cat sat on the [MASK] .'
printf 'the cat sat on the mat .\n\nthe dog lay by the door .\n%.0s' {1..200} >"$work/corpus.txt"
profile fill fill "$model" "$text"
profile fill-json fill "$model" "$text" --json
CLOZE_INSTRUCTION_SET=portable profile fill-portable fill "$model" "$text"
profile score score "$model" "$text"
profile embed embed "$model" "$text" --json
profile tokenize tokenize "$model" "$text"
profile explain explain "$model" "$text"
profile inspect inspect "$model"
profile help --help
profile train train --data "$work/corpus.txt" --out "$work/model" --preset tiny --tokens 20000

using Xunit;

namespace Cloze.Tests.Training;

/// <summary>The real command on disks that are really full, or cannot be written.</summary>
public sealed class RealDiskTests : IDisposable
{
    // Waits for a file to hold a text so many times; a minute at most.
    private const string Await = """
        await() { n=0; until [ "$(grep -c "$2" "$1")" -ge "$3" ]; do
          n=$((n+1)); [ $n -lt 600 ] || { tail "$1"; exit 9; }; sleep 0.1; done; }

        """;

    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_disk_that_fills_up_is_said_and_the_run_goes_on_when_there_is_room()
    {
        string disk = Directory.CreateDirectory(Path.Combine(_run.Path, "disk")).FullName;
        string[] train = [.. TrainingProcess.Command(
            TrainingProcess.Options(_run, Path.Combine(disk, "model"), 100_000_000, kept: 1))];

        string printed = PrivateDisk.Run(
            Await + """
            cd "$1"; shift; mount -t tmpfs -o size=1m tmpfs disk; : > err
            dotnet "$@" > /dev/null 2> err & pid=$!; trap 'kill -9 $pid 2> /dev/null' EXIT
            await err "checkpoint of step" 3
            dd if=/dev/zero of=disk/filler bs=1k > /dev/null 2>&1
            await err "Training goes on, and the checkpoint is tried again" 2
            rm disk/filler; before=$(grep -c "checkpoint of step" err)
            await err "checkpoint of step" $((before + 2))
            kill -TERM $pid; wait $pid; echo "ended with $?"
            grep -m 1 "No space left" err; ls disk/model/training; umount disk
            """,
            [_run.Path, .. train]);

        Assert.Contains("ended with 130", printed);
        Assert.Contains("No space left on device", printed);
        Assert.Contains("state.json", printed);
    }

    [Fact]
    public void A_disk_that_is_full_or_cannot_be_written_is_refused_before_any_work()
    {
        string disk = Directory.CreateDirectory(Path.Combine(_run.Path, "disk")).FullName;
        string[] train = [.. TrainingProcess.Command(
            TrainingProcess.Options(_run, Path.Combine(disk, "model"), 3))];

        string printed = PrivateDisk.Run(
            """
            cd "$1"; shift
            mount -t tmpfs -o size=16k tmpfs disk; dotnet "$@"; echo "full: $?"; ls disk; umount disk
            mount -t tmpfs -o ro tmpfs disk; dotnet "$@"; echo "read-only: $?"; umount disk
            """,
            [_run.Path, .. train]);

        Assert.Contains("The checkpoints of this run need 0.", printed);
        Assert.Contains("full: 1\nerror: Cannot make the folder", printed);
        Assert.Contains("read-only: 1", printed);
        Assert.DoesNotContain("sequences", printed);
    }
}

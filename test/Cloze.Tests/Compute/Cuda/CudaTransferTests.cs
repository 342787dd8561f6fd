using System.Runtime.InteropServices;
using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>Copies between host and device, and lists that are sent once.</summary>
public sealed class CudaTransferTests : IDisposable
{
    private const int PinnedBytes = 32 << 20;

    private readonly FakeDriver _driver = new();
    private readonly CudaDevice _device;
    private readonly CudaTransfers _transfers;

    public CudaTransferTests()
    {
        _device = new CudaDevice(_driver, 0);
        _transfers = new CudaTransfers(_device);
    }

    public void Dispose()
    {
        _transfers.Dispose();
        _device.Dispose();
        Assert.Empty(_driver.Alive);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1000, 1)]
    [InlineData(PinnedBytes, 1)]
    [InlineData(PinnedBytes + 1, 2)]
    public void BytesComeBackAsTheyWereSent(int count, int copies)
    {
        byte[] bytes = new byte[count], back = new byte[count];
        for (int i = 0; i < count; i++) bytes[i] = (byte)(i * 7);
        using DeviceMemoryHandle memory = _device.Allocate("a test", count);
        _transfers.Send(bytes, memory.Pointer);
        Assert.Equal(copies, _driver.Calls.Count(call => call.StartsWith("copy to device", StringComparison.Ordinal)));
        Assert.Equal(Math.Max(0, copies - 1), _driver.Calls.Count(call => call == "wait"));
        _transfers.Receive(memory.Pointer, back);
        Assert.True(bytes.AsSpan().SequenceEqual(back));
    }

    [Fact]
    public void AListIsSentAgainOnlyWhereItChanged()
    {
        using var lists = new IndexBuffers(_device, _transfers);
        DevicePointer first = lists.Send("ids", [1, 2, 3]);
        DevicePointer again = lists.Send("ids", [1, 2, 3]);
        Assert.Equal(first, again);
        Assert.Single(Copies());
        lists.Send("rows", [1, 2, 3]);
        DevicePointer changed = lists.Send("ids", [1, 2, 4]);
        Assert.Equal(3, Copies().Count());
        int[] back = new int[3];
        _transfers.Receive(changed, MemoryMarshal.AsBytes(back.AsSpan()));
        Assert.Equal([1, 2, 4], back);
    }

    [Fact]
    public void TwoListsThatTakeTurnsAreSentOnce()
    {
        using var lists = new IndexBuffers(_device, _transfers);
        DevicePointer one = lists.Send("rows", [1, 2, 3]), other = lists.Send("rows", [4, 5]);
        Assert.Equal((one, other), (lists.Send("rows", [1, 2, 3]), lists.Send("rows", [4, 5])));
        Assert.Equal(2, Copies().Count());
        Assert.Equal(one, lists.Send("rows", [6]));
        Assert.Equal(other, lists.Send("rows", [4, 5]));
        Assert.Equal(3, Copies().Count());
    }

    [Fact]
    public void PackedListsStandOneBehindTheOther()
    {
        var pack = new IndexPack();
        pack.Add([9]);
        pack.Clear();
        Assert.Equal([0, 12, 12], new[] { pack.Add([1, 2, 3]), pack.Add([]), pack.Add([4]) });
        Assert.Equal([1, 2, 3, 4], pack.Values.ToArray());
    }

    [Fact]
    public void AListThatGrowsIsWhole()
    {
        using var lists = new IndexBuffers(_device, _transfers);
        lists.Send("ids", [5]);
        int[] many = [.. Enumerable.Range(0, 10_000)], back = new int[10_000];
        _transfers.Receive(lists.Send("ids", many), MemoryMarshal.AsBytes(back.AsSpan()));
        Assert.Equal(many, back);
        Assert.Equal([5], many[5..6]);
    }

    private IEnumerable<string> Copies() =>
        _driver.Calls.Where(call => call.StartsWith("copy to device", StringComparison.Ordinal));
}

namespace Cloze.Compute;

/// <summary>Rotary positions, of attention_rotary.cu.</summary>
internal sealed class RotaryLauncher(ICudaLauncher launcher)
{
    private const string File = "attention_rotary.cu";

    // Rows of a block: enough for its threads, few enough that every multiprocessor has blocks.
    private const int Rows = 16;

    /// <summary>
    /// Turns query and key of values [T, 3H] by the positions of the listed tiles' rows, in place: angles are float32,
    /// [P, D]; direction 1 turns, -1 turns back. Of the operands the lists are read.
    /// </summary>
    public void Turn(
        DevicePointer values,
        in AttentionOperands o,
        AttentionTileList tiles,
        int heads,
        int size,
        DevicePointer angles,
        float direction)
    {
        if (tiles.Count == 0) return;
        bool wide = launcher.IsWide(size / 2, values) && angles.IsAligned(16);
        launcher.Launch(
            File,
            wide ? "attention_rotary_turn" : "attention_rotary_turn_narrow",
            LaunchShape.Of((long)tiles.Count * (AttentionLauncher.TileRows / Rows), KernelGrid.Threads),
            [values, o.Starts, o.Tiles, heads, size, angles, direction]);
    }
}

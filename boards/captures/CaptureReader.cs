// One interface over all formats: a head, then blocks in order of time, each read when asked for, so that a file of any size
// needs the memory of a
// few blocks.
namespace NanoCoopNet.Captures;

/// <summary>Reads a capture once, from its begin to its end.</summary>
public abstract class CaptureReader : IDisposable
{
    private readonly List<string> _warnings = [];
    private bool[] _wanted = [];

    /// <summary>The head.</summary>
    public abstract CaptureInfo Info { get; }

    /// <summary>What is wrong with the file though it can be read, one sentence each. Complete after the last block.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>How much of the file has been read, 0 … 1.</summary>
    public abstract double Progress { get; }

    /// <summary>
    /// Says which analog channels are wanted, before the first block; else all are. The others stay empty and cost nothing.
    /// </summary>
    /// <param name="channels">Indices in <see cref="CaptureInfo.Analog"/>.</param>
    public void Want(IEnumerable<int> channels)
    {
        _wanted = new bool[Info.Analog.Count];
        foreach (int channel in channels)
        {
            _wanted[channel] = true;
        }
    }

    /// <summary>Reads the next block.</summary>
    /// <param name="block">Filled; its arrays are used again.</param>
    /// <returns>False: there is none.</returns>
    /// <exception cref="CaptureException">The file breaks off or contradicts itself.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool Next(CaptureBlock block)
    {
        if (block.Analog.Length != Info.Analog.Count)
        {
            block.Analog =
            [
                .. Enumerable.Range(0, Info.Analog.Count).Select(i => IsWanted(i) ? new double[CaptureBlock.Capacity] : []),
            ];
        }

        try
        {
            return Fill(block);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new CaptureException(
                "badCapture",
                $"the capture is truncated or damaged: {e.Message}",
                "take the original file of the instrument",
                e
            );
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Fills a block whose arrays are there.</summary>
    protected abstract bool Fill(CaptureBlock block);

    /// <summary>Whether a channel's samples are asked for.</summary>
    protected bool IsWanted(int channel) => _wanted.Length == 0 || _wanted[channel];

    /// <summary>Notes a warning once.</summary>
    protected void Warn(string text)
    {
        if (!_warnings.Contains(text))
        {
            _warnings.Add(text);
        }
    }
}

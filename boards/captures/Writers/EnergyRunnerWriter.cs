// EEMBC EnergyRunner's file (layout: EnergyRunnerReader): energies alone, no markers. Its comment stands in a text file beside
// it.
namespace NanoCoopNet.Captures;

/// <summary>Writes EnergyRunner's binary file.</summary>
internal sealed class EnergyRunnerWriter : ICaptureWriter
{
    private readonly string _path,
        _comment;
    private readonly BinaryWriter _file;

    public EnergyRunnerWriter(string path, CaptureHead head)
    {
        (_path, _comment, PeriodS) = (path, head.Comment, 1 / head.RateHz);
        _file = new BinaryWriter(File.Create(CaptureWriters.Partial(path)));
        _file.Write(EnergyRunnerReader.Magic);
        _file.Write((float)head.RateHz);
    }

    /// <inheritdoc/>
    public double PeriodS { get; }

    /// <inheritdoc/>
    public void Write(double amperes, double volts, ulong levels) => _file.Write((float)(amperes * volts * PeriodS * 1e6));

    public void Dispose()
    {
        _file.Dispose();
        File.WriteAllText(_path + EnergyRunnerReader.CommentSuffix, _comment + "\n");
        File.Move(CaptureWriters.Partial(_path), _path, overwrite: true);
    }
}

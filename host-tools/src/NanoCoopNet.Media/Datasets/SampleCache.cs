// What was decoded before an interruption: a file beside the archive that is being made, and gone when it is whole.
using System.Text;

namespace NanoCoopNet.Media;

/// <summary>Decoded samples by key, length and time of change of their files.</summary>
internal sealed class SampleCache : IDisposable
{
    private readonly Dictionary<string, byte[]> _known = [];
    private readonly string _path;
    private readonly FileStream _file;
    private readonly BinaryWriter _writer;

    /// <param name="path">The cache's file.</param>
    /// <param name="settings">What decoding depends on; a cache of other settings is begun anew.</param>
    public SampleCache(string path, string settings)
    {
        _path = path;
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputFile.NotWritable(path, e);
        }

        long whole = Read(settings);
        _file.SetLength(whole);
        _file.Position = whole;
        _writer = new BinaryWriter(_file, Encoding.UTF8, leaveOpen: true);
        if (whole == 0)
        {
            _writer.Write(settings);
        }
    }

    /// <summary>Samples that were there.</summary>
    public int Found => _known.Count;

    /// <summary>The sample of a file as it is now, or null.</summary>
    public byte[]? Find(string path, string key) => _known.GetValueOrDefault(Name(path, key));

    /// <summary>Keeps a sample. One thread at a time.</summary>
    public void Add(string path, string key, byte[] sample)
    {
        _writer.Write(Name(path, key));
        _writer.Write(sample.Length);
        _writer.Write(sample);
    }

    /// <summary>The archive is whole.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(_path);
    }

    public void Dispose()
    {
        if (!_file.CanWrite)
        {
            return;
        }

        _writer.Dispose();
        _file.Dispose();
    }

    private static string Name(string path, string key)
    {
        FileInfo info = new(path);
        return FormattableString.Invariant($"{key}|{info.Length}|{info.LastWriteTimeUtc.Ticks}");
    }

    // Position behind the last whole record.
    private long Read(string settings)
    {
        long whole = 0;
        try
        {
            using BinaryReader reader = new(_file, Encoding.UTF8, leaveOpen: true);
            if (_file.Length == 0 || reader.ReadString() != settings)
            {
                return 0;
            }

            for (whole = _file.Position; whole < _file.Length; whole = _file.Position)
            {
                string name = reader.ReadString();
                int length = reader.ReadInt32();
                byte[] sample =
                    length >= 0 && length <= _file.Length - _file.Position
                        ? reader.ReadBytes(length)
                        : throw new EndOfStreamException();
                _known[name] = sample;
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            // The record that was being written when it was interrupted.
        }

        return whole;
    }
}

// RAM that QEMU and this process both map. On Linux the file lies in memory (/dev/shm); it is unlinked once QEMU runs, so that
// nothing stays behind however this process ends.
using System.IO.MemoryMappedFiles;

namespace NanoCoopNet.VirtualBoard;

internal sealed unsafe class SharedMemory : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _pointer;

    public SharedMemory(string path, int bytes)
    {
        Path = path;
        Bytes = bytes;
        using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite))
        {
            stream.SetLength(bytes);
        }

        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, bytes);
        _view = _file.CreateViewAccessor(0, bytes);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
    }

    public string Path { get; }

    public int Bytes { get; }

    public nint Address => (nint)_pointer;

    public Span<byte> Slice(int offset, int bytes) => new Span<byte>(_pointer, Bytes).Slice(offset, bytes);

    public ref uint Word(int offset) => ref *(uint*)(_pointer + offset);

    /// <summary>Removes the name; the memory lives on until both sides unmap it.</summary>
    public void Unlink() => File.Delete(Path);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        Unlink();
    }
}

// A model that an application brings along.
namespace NanoCoopNet.Device
{
    /// <summary>A model blob (.ncn) that can be read in pieces: it is larger than what a board's managed heap holds.</summary>
    public interface IModelSource
    {
        /// <summary>Length of the blob, bytes.</summary>
        int Length { get; }

        /// <summary>Copies bytes of the blob.</summary>
        /// <param name="at">Offset in the blob of the first byte.</param>
        /// <param name="buffer">Where they go, from index 0 on.</param>
        /// <param name="count">How many; at + count is at most <see cref="Length"/>.</param>
        void Read(int at, byte[] buffer, int count);
    }
}

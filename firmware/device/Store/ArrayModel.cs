// A model in an array.
namespace NanoCoopNet.Device
{
    /// <summary>A small model that the application has in memory whole.</summary>
    public sealed class ArrayModel : IModelSource
    {
        private readonly byte[] blob;

        /// <param name="blob">The bytes of a .ncn file.</param>
        public ArrayModel(byte[] blob)
        {
            this.blob = blob;
        }

        /// <inheritdoc/>
        public int Length
        {
            get { return blob.Length; }
        }

        /// <inheritdoc/>
        public void Read(int at, byte[] buffer, int count)
        {
            System.Array.Copy(blob, at, buffer, 0, count);
        }
    }
}

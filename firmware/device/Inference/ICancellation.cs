// How an inference that takes too long is ended.
namespace NanoCoopNet.Device
{
    /// <summary>Asked between two layers of an inference that has run for a second.</summary>
    public interface ICancellation
    {
        /// <summary>True once the other side has sent Ctrl+C or Ctrl+U since the inference began. Loses no byte.</summary>
        bool IsAsked();
    }
}

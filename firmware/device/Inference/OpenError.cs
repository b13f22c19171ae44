// Why a model was not opened.
namespace NanoCoopNet.Device
{
    /// <summary>Allocated once and filled at each attempt.</summary>
    public sealed class OpenError
    {
        /// <summary>Native status; 0 after a good attempt.</summary>
        public int Status { get; private set; }

        /// <summary>The violated rule of MODEL-FORMAT.md, 0 none.</summary>
        public int Rule { get; private set; }

        /// <summary>Network of the violation, -1 the header.</summary>
        public int Net { get; private set; }

        /// <summary>Layer of the violation, -1 the header.</summary>
        public int Layer { get; private set; }

        /// <summary>Takes a failure.</summary>
        public void Set(int status, ModelInfo info)
        {
            Status = status;
            Rule = info.ViolatedRule;
            Net = info.ViolatedNet;
            Layer = info.ViolatedLayer;
        }

        /// <summary>Nothing failed.</summary>
        public void Clear()
        {
            Status = 0;
            Rule = 0;
            Net = 0;
            Layer = 0;
        }
    }
}

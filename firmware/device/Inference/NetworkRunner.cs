// Runs the layers of one network and keeps what each cost. All of it lies in the timed region.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Runs a network at once, or layer by layer where the layers are measured. Both give the same answers, markers and
    /// counts; at once saves what the interpreter takes a layer.</summary>
    public sealed class NetworkRunner
    {
        /// <summary>Marker bit that is up while a layer runs, where layers are marked.</summary>
        public const int LayerMarker = 1 << 2;

        /// <summary>Marker bit that is up with <see cref="LayerMarker"/> in layers 1, 3, 5 ...: no lost edge goes
        /// unnoticed.</summary>
        public const int OddLayerMarker = 1 << 3;

        /// <summary>Markers to lower stand this many bits higher in a mask than those to raise.</summary>
        public const int LowerShift = 16;

        private const int RaiseBits = (1 << LowerShift) - 1;
        private const int EvenLayer = LayerMarker | LayerMarker << LowerShift;
        private const int OddLayer = EvenLayer | OddLayerMarker | OddLayerMarker << LowerShift;

        private readonly INative native;
        private readonly int[][] costs = new int[Networks.Count][];
        private readonly int[] layersRun = new int[Networks.Count];
        private readonly int[] plain = new int[Networks.MaxLayers];
        private readonly int[] marked = new int[Networks.MaxLayers];
        private int left;

        /// <param name="native">Runs the layers.</param>
        public NetworkRunner(INative native)
        {
            this.native = native;
            for (int net = 0; net < Networks.Count; net++)
            {
                costs[net] = new int[NetField.Ints];
            }

            for (int layer = 0; layer < Networks.MaxLayers; layer++)
            {
                marked[layer] = layer % 2 == 0 ? EvenLayer : OddLayer;
            }
        }

        /// <summary>What ends an inference that has run for a second; null: nothing does.</summary>
        public ICancellation Cancellation { get; set; }

        /// <summary>Whether C# runs layer after layer.</summary>
        public bool ByLayer { get; set; }

        /// <summary>Whether each layer raises its markers, which needs <see cref="ByLayer"/>: two more pin writes a layer, before
        /// and after its counted part.</summary>
        public bool MarksLayers { get; set; }

        /// <summary>Cost of each layer of a network in the last inference, and their sum (NetField);
        /// <see cref="LayersRun"/> layers are valid.</summary>
        public int[] Costs(int net)
        {
            return costs[net];
        }

        /// <summary>Layers of a network the last inference ran: all, 0, or of the BNN a shared stem's.</summary>
        public int LayersRun(int net)
        {
            return layersRun[net];
        }

        /// <summary>Counts of a network in the last inference; 0 where it did not run.</summary>
        public int Counts(int net)
        {
            return layersRun[net] == 0 ? 0 : costs[net][NetField.Sum];
        }

        /// <summary>Counts of a network's first layers, which ran in the last inference.</summary>
        public int CountsOfFirst(int net, int layers)
        {
            int sum = 0;
            for (int layer = 0; layer < layers; layer++)
            {
                sum = Sum(sum, costs[net][layer]);
            }

            return sum;
        }

        /// <summary>Begins an inference.</summary>
        /// <param name="most">Counts after which the port is looked at.</param>
        public void Begin(int most)
        {
            left = most;
            layersRun[Networks.Bnn] = 0;
            layersRun[Networks.Int8] = 0;
            layersRun[Networks.Glue] = 0;
        }

        /// <summary>Runs all layers of a network.</summary>
        /// <param name="layers">How many it has.</param>
        /// <param name="mask">Markers raised before its first layer and lowered after its last.</param>
        /// <returns>0, or a native status; then every marker is down.</returns>
        public int Run(int net, int layers, int mask)
        {
            int status = ByLayer ? RunLayers(net, layers, mask) : RunAtOnce(net, layers, mask);
            return Finish(net, layers, status);
        }

        /// <summary>Runs the first layers of a network: a shared stem. Else as <see cref="Run"/>.</summary>
        public int RunFirst(int net, int layers, int mask)
        {
            return Finish(net, layers, RunLayers(net, layers, mask));
        }

        private int Finish(int net, int layers, int status)
        {
            if (status < 0)
            {
                LowerMarkers();
                return status;
            }

            layersRun[net] = layers;
            return 0;
        }

        private int RunAtOnce(int net, int layers, int mask)
        {
            int[] cost = costs[net];
            int before = left;
            int done = 0;
            do
            {
                done = native.NetRun(CooperativeModel.Context, net, done, mask, left, cost);
                if (done < 0)
                {
                    return done;
                }

                int sum = cost[NetField.Sum];
                left = sum < before ? before - sum : 0;
                if (left == 0 && IsCancelled())
                {
                    return NativeStatus.Cancelled;
                }
            } while (done < layers);
            return 0;
        }

        private int RunLayers(int net, int layers, int mask)
        {
            int[] masks = MarksLayers ? marked : plain;
            int last = layers - 1;
            int first = masks[0];
            int end = masks[last];
            masks[0] |= mask & RaiseBits;
            masks[last] |= mask & ~RaiseBits;
            int status = RunLayers(net, layers, masks, costs[net]);
            masks[last] = end;
            masks[0] = first;
            return status;
        }

        private int RunLayers(int net, int layers, int[] masks, int[] cost)
        {
            INative run = native;
            int before = left;
            int rest = before;
            int over = 0;
            for (int layer = 0; layer < layers; layer++)
            {
                int counts = run.LayerRun(CooperativeModel.Context, net, layer, masks[layer]);
                cost[layer] = counts;
                if ((uint)counts >= (uint)rest)
                {
                    if (counts < 0)
                    {
                        return counts;
                    }

                    if (IsCancelled())
                    {
                        return NativeStatus.Cancelled;
                    }

                    over = Sum(over, counts - rest);
                    rest = counts;
                }

                rest -= counts;
            }

            left = rest;
            cost[NetField.Sum] = Sum(before - rest, over);
            return 0;
        }

        private static int Sum(int a, int b)
        {
            return a > int.MaxValue - b ? int.MaxValue : a + b;
        }

        private bool IsCancelled()
        {
            return Cancellation != null && Cancellation.IsAsked();
        }

        /// <summary>Every marker down: asking for a layer that is not there does nothing else; NATIVE.md, LayerRun.</summary>
        private void LowerMarkers()
        {
            native.LayerRun(
                CooperativeModel.Context,
                Networks.Bnn,
                -1,
                (CooperativeInference.LightMarker | CooperativeInference.FullMarker | LayerMarker | OddLayerMarker) << LowerShift
            );
        }
    }
}

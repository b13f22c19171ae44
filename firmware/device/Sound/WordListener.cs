// Hears a stream and tells its words: hops, images, answers, smoothing. What KeywordLed does in one call.
namespace NanoCoopNet.Device
{
    /// <summary>Listens with an open keyword model. Everything is allocated by the constructor.</summary>
    public sealed class WordListener
    {
        /// <summary>Hops from an answer to the next: ten answers a second.</summary>
        public const int HopsPerAnswer = 10;

        /// <summary>Amplitude of the noise added to the sound, 50 dB below full scale; LOGMEL.md, "Recordings".</summary>
        public const int Noise = 180;

        private const int HopMs = 10;
        private const int HalfWindowMs = 500;
        private const int LagMs = HopMs * HopsPerAnswer * (WordSpotter.Smoothing / 2 + 1);

        private readonly CooperativeClassifier classifier;
        private readonly IAudioSource source;
        private readonly Hearing hearing;
        private readonly WordSpotter spotter;
        private readonly ClassifierResult result = new ClassifierResult();
        private readonly byte[] pcm = new byte[Hearing.HopBytes];
        private int rowsToGo = Hearing.SecondRows;

        /// <param name="classifier">A model whose preprocessing is log-mel; <see cref="Hears"/> says so.</param>
        /// <param name="source">The sound.</param>
        public WordListener(CooperativeClassifier classifier, IAudioSource source)
        {
            this.classifier = classifier;
            this.source = source;
            hearing = classifier.CreateHearing();
            hearing.Begin(Noise);
            bool[] isFiller = new bool[classifier.Classes];
            for (int i = 0; i < isFiller.Length; i++)
            {
                isFiller[i] = FillerClasses.Has(classifier.ClassName(i));
            }

            spotter = new WordSpotter(isFiller.Length, isFiller, WordSpotter.DefaultScore);
        }

        /// <summary>Class of the last word.</summary>
        public int Word
        {
            get { return spotter.Word; }
        }

        /// <summary>How sure it was, in thousandths.</summary>
        public int Score
        {
            get { return spotter.Score; }
        }

        /// <summary>Where its middle was, ms from the start of the sound.</summary>
        public int WordMs
        {
            get { return HeardMs - HalfWindowMs - LagMs; }
        }

        /// <summary>Sound taken so far, ms; wraps after 24 days, so only differences count then.</summary>
        public int HeardMs { get; private set; }

        /// <summary>Answers so far.</summary>
        public int Answers { get; private set; }

        /// <summary>Outcome of the last answer.</summary>
        public ClassifierResult Result
        {
            get { return result; }
        }

        /// <summary>Rows and their cost so far, in counts of TimeInfo's source.</summary>
        public long HopCounts { get; private set; }

        /// <summary>True for a model that takes log-mel images.</summary>
        public static bool Hears(CooperativeClassifier classifier)
        {
            return classifier.IsOpen && classifier.Model.Info.Preprocessing == Hearing.Preprocessing;
        }

        /// <summary>Listens until a word is heard.</summary>
        /// <returns>False: the sound has ended, or an answer failed (the classifier's status says why).</returns>
        public bool Next()
        {
            while (true)
            {
                int bytes = source.Read(pcm);
                int rows = bytes <= 0 ? -1 : hearing.Add(pcm, 0, bytes);
                if (rows < 0)
                {
                    return false;
                }

                HopCounts += hearing.Counts;
                HeardMs += rows * HopMs;
                rowsToGo -= rows;
                if (rowsToGo > 0)
                {
                    continue;
                }

                rowsToGo += HopsPerAnswer;
                hearing.TakeImage();
                if (classifier.Classify(hearing.Image, result) != ClassifierStatus.Ok)
                {
                    return false;
                }

                Answers++;
                int net = classifier.AnsweringNetwork(result);
                classifier.Inference.ReadLogits(net);
                ModelInfo info = classifier.Model.Info;
                if (spotter.Take(classifier.Inference.Logits, info.LogitRadix(net), info.Temperature(net)))
                {
                    return true;
                }
            }
        }
    }
}

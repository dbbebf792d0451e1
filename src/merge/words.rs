//! Words that tell whether a sentence goes on: which cannot end one, which begin one, and abbreviations.
//!
//! Lists of many languages side by side: the text's language is never guessed.

use std::sync::LazyLock;

/// What a word is known to be; a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Known(u8);

impl Known {
    /// Article, preposition or conjunction: a sentence hardly ever ends in it.
    pub(super) const STRONG: Known = Known(1);
    /// Any function word.
    pub(super) const FUNCTION: Known = Known(2);
    /// Often begins a sentence.
    pub(super) const STARTER: Known = Known(4);
    /// Abbreviated with a full stop.
    pub(super) const ABBREVIATION: Known = Known(8);

    /// Whether the word is in the other set too.
    pub(super) fn is(self, other: Known) -> bool {
        self.0 & other.0 != 0
    }
}

/// The hash of a word without regard to case. Words that differ share one by accident only, once in four billion.
pub(super) fn hash(word: &str) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    let mut mix = |code: u32| hash = (hash ^ code).wrapping_mul(0x0100_0193);
    if word.is_ascii() {
        word.bytes().for_each(|byte| mix(u32::from(byte.to_ascii_lowercase())));
        return finish(hash);
    }
    for c in word.chars() {
        if c.is_ascii() {
            mix(u32::from(c.to_ascii_lowercase()));
        } else {
            c.to_lowercase().for_each(|c| mix(u32::from(c)));
        }
    }
    finish(hash)
}

fn finish(hash: u32) -> u32 {
    hash ^ (hash >> 15)
}

/// What the word with this [`hash`] is known to be.
pub(super) fn look_up(hash: u32) -> Known {
    let table: &Table = &TABLE;
    let mut at = hash as usize & (SLOTS - 1);
    while let Some((key, known)) = table[at] {
        if key == hash {
            return known;
        }
        at = (at + 1) & (SLOTS - 1);
    }
    Known::default()
}

const SLOTS: usize = 8192;
type Table = Box<[Option<(u32, Known)>]>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table: Table = vec![None; SLOTS].into_boxed_slice();
    let lists = [
        (STRONG, Known(Known::STRONG.0 | Known::FUNCTION.0)),
        (FUNCTION, Known::FUNCTION),
        (STARTER, Known::STARTER),
        (ABBREVIATION, Known::ABBREVIATION),
    ];
    for (list, known) in lists {
        for key in list.split_whitespace().map(hash) {
            let mut at = key as usize & (SLOTS - 1);
            while table[at].is_some_and(|(other, _)| other != key) {
                at = (at + 1) & (SLOTS - 1);
            }
            let before = table[at].map_or(0, |(_, known)| known.0);
            table[at] = Some((key, Known(before | known.0)));
        }
    }
    table
});

/// Articles, prepositions and conjunctions.
const STRONG: &str = "\
a aan aby across af afin against agli ai al ale alle allo als am amid among amongst an and ang ans ante ao
aos após are as at atau att até au auf aufs aus aux außerhalb av avec az bajo be because been behind bei
beim being between beyond bij binnen bir buiten but by care ces cet cette che cho coi com con contra could
cu cuya cuyo czy các că của da daha dal dalam dalla dan dans dari das dass daß de degl degli dei del della
delle dello dem den dengan der deren des desde dessen di din dla do dont door dos du după durante durch
during díky een efter egy ein eine einem einen einer eines einschließlich el eller em en entre et ett
etter että for fra from från för für fără gegen gegenüber gennem genom gibi gjennom gli hacia had has
hasta have her het his hogy hos if il ile im in including innerhalb ins into is its için ja joka jotka ke
která které který kteří która które który których którzy kvůli la las le les leurs lorsque los lub là
malgré med mediante mellan mellem mellom met mezi mga mimo mint mit między mutta my một na naar nach nad
nas nebo nei nel nella nelle nem ng những nor nos num numa o och od oder of og ohne olarak oleh om on
onder onto op or oraz os ou our over pada par para parmi pe pela pelas pelo pelos pentru per perante pod
podczas podle por pour presso prin proti przeciw przed przez przy puisque på přes que quel quelle qui sa
samt sans sau sebagai según sekä selon should si sin sinds sob sobre som sondern sous sowie statt such
sugli sul sull sulla sulle sullo sur tai tegen than the their through throughout tijdens til till to
toward towards tra tras trong trotz tussen từ uit um uma un una und under une unei unless uno unter untuk
unui upon utan uten vagy van ve ved verso via vid volgens vom von voor vos và với w was według wegens weil
were whereas whether whose will with within without wobec would wurde wurden y ya yang your z za ze zonder
zum zur zwischen à às és între über đến żeby že și ένα ένας από για η και κατά με μετά μεταξύ μια να ο οι
που προς σε στα στη στην στις στο στον στους τα τη την της τις το τον του τους των ως ότι а або але без в
во від да для до если з за и из или й к ко которая которое которые который между між на над но о об од
около от перед по под после при про против с со среди та у через что чтобы що як яка яке який які і із או
אל אשר את כי מן על עם של أن أو إلى إن التي الذي بعد بين ثم خلال على عن في قبل مع من و और का कि की के को जो
ने पर में या से এবং এর ও থেকে";

/// Pronouns, auxiliaries and other function words that are not in [`STRONG`].
const FUNCTION: &str = "\
aber about above after again all alles almost already also although altijd always anche another any around
auch aussi avait bardzo before below bez bien bis both byl byla bylo był była called can ce chez ci comme
como d dai dat det deze did die diese diesem diesen dieser dieses dir dit does doing down déjà e each
either ela ele eles ella elle elles encore er era es esa ese essa esse est esta estas este estos eu euch
even every few foi fue further già ha haar haben hade han hanno har hat hatte havde he here hij him hon
how hun hätte i ich ihm ihr ihre ihren ihrer ik ikke ils immer inte io isso ist it jag jak jako jamais je
jede jeder jedes jeg jest jeszcze ještě již jsem jsou jullie just już já kan kann kein keine known können
könnte l lei less leur lhe lo loro lui mai mais man many may me meer meget mehr menos mi mich might mij
mnie moins molto more most much muito muss must muy mycket más même müssen named ne nearly neither never
ni nicht nie niet nigdy no noch nog noi non nooit nosotros not nous nunca nur não nós ob också off often
også ona once oni only ont ook other out own où pas più plus po quella quello questa queste questi questo
quite rather really same schon se sehr seine seiner seit sem sempre ses seu she sie siempre sina since
sind sitt się ska skal so soll sollen some son sono sont souvent still su sua suo sus são są ta také
también também te tego tej ten też that then there these they this those though ti toda todas todo todos
too toujours tous tout toute toutes très tu tutti tutto ty tych tym tú u unas unos uns until up var veel
vers very vi viel viele voi vous vždy war waren we wenn werd werden what when which while who whom why wie
wieder wij wir wird wollen wordt wy während wäre würde yet yo you zawsze zeer zij zijn zu är è é él était
été że έχει έχουν ήταν αυτή αυτό δεν είναι θα μας πιο πολύ σας был была были вам вже ви вона вони все всех
всё вы він даже дуже его ей ему еще ещё её им их как меня ми мне мы нам нас не он она они очень также
також того тоже только том ты уже це цей ця ці ще эта эти это этой этом этот я";

/// Words that open a sentence.
const STARTER: &str = "\
a aber according additionally además after ainsi ale all alors als also although além am an anche and
another antes any après are as assim así at au auch auf aujourd'hui aunque außerdem avant ayer before bei
both bovendien but by can car ce cela cependant ces cette click come comme como con così cuando czy da
daarom dabei daher damit dann dans das dazu de den denn dennoch depois depuis der des deshalb despite det
deze die dies diese dieser dieses dit dla dnes do doch don't donc dopo du during dziś each earlier een ein
eine el elle elles em embargo en enfin entonces er es ese eso esta este esto estos et ett even every
finally first for from furthermore för für gdy gestern gisteren gli han he hence her here het heute hier
hij his hoe hoje hon how however hoy i ich ieri if ihr ihre ik il ils im in indeed inoltre instead is isso
it its jag jak je jednak jedoch jest jetzt just když kiedy la las last later le les let let's leur leurs
lo lorsque los ma maar mais man many maybe meanwhile men mit moreover most my na nach nas nel nella next
nie no nos not notre nous now när o och od oggi om on once one only ontem ook op oraz os other others our
para per perhaps pero però please po podle por porém pour prima pro puis på quand quando questa questo
quindi read sa se second see según sein seine seit selon ses she si sie sin since so som some son still su
such sus så tak también também that the their then there therefore these they third this those thus to
today toen toutefois trotzdem two um uma un una und une unless uno unser unsere until v vandaag vi von vos
votre vous včera w wanneer was wczoraj we wenn wer what whatever when whenever where whether which while
who why wie wij wir with without wo während y yes yesterday yet you your za zij zo zu zudem ça αλλά αν από
για δεν η θα και με ο οι σε στη στην στο τα το όταν в вчера вы для до если за как когда мы на не но однако
он она они от по после при сегодня так что это я";

/// Abbreviations, without their last full stop.
const ABBREVIATION: &str = "\
a.m abs al approx apr arch art art. aug av avv bd boul bspw bzw c.-à-d ca cap capt cf co col corp d.h dec
dept dipl dott dr dña e.g ed eds ee.uu env est etc ev evtl ext feb fig figs fr ft gen geom ggf gov hab hl
hon hr i.d.r i.e im inc ing inkl inż itd itp jan jh jhd jr jul jun ks lt ltd m m.e mar max med mgr min
mind mio mj mld mlle mln mme mr mrd mrs ms mt n.chr napr nat no nos nov np nr núm o.ä oct p p.ex p.m phil
pl pp prof pág rag rep resp rev s.o sen sep sept sgt sig sog sr sra st sta ste stk str tel tj tsd tys tzn
tzv u.a u.k u.s u.u ud uds ul usw v.chr vgl vol vs z.b z.t zł św г гг др им млн млрд пр руб св ст стр т.е
тыс ул";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_without_regard_to_case() {
        assert!(look_up(hash("Of")).is(Known::STRONG));
        assert!(look_up(hash("FÜR")).is(Known::STRONG));
        assert!(look_up(hash("und")).is(Known::FUNCTION));
        assert!(look_up(hash("However")).is(Known::STARTER));
        assert!(look_up(hash("u.s")).is(Known::ABBREVIATION));
        assert_eq!(look_up(hash("Afghanistan")), Known::default());
        assert_eq!(look_up(hash("")), Known::default());
    }
}

#pragma once
// The words of Vocabulary that are in no catalogue: lower case, apart by white
// space. A word belongs here if it says nothing of who uses it.

#include <string_view>

namespace siptriage::detail {

// Methods, parameters, option tags, event packages, URI schemes, and what else
// RFC 3261 and its extensions write in header fields.
inline constexpr std::string_view kSyntaxWords = R"(
  sip sips tel urn http https im pres mailto data cid ws wss udp tcp tls sctp
  dtls ipv4 ipv6 ip4 ip6 in
  invite ack bye cancel register options prack subscribe notify publish info
  refer message update
  branch received rport maddr ttl tag lr transport user phone ip method
  expires q reason cause text protocol counter limit privacy screen party id
  index rc mp np ppt alg info purpose handling required optional session
  render icon alert signal card duration refresher uac uas early only late
  from to replaces join remote local comp sigcomp alias keep ob gr temp pub
  gruu reg instance outbound path norefersub noreferersub timer eventlist
  histinfo 100rel 199 answermode precondition precond resource priority
  policy recipient list sec agree siprec mediasec multiple refer nosub
  explicitsub tdialog trickle ice uui resource from change call completion
  call isfocus audio video application text image data control automata
  class business personal duplex full half receive send events event package
  mobility fixed mobile description principal attendant msg taker schemes
  extensions type actor languages sip.instance automaton
  dialog presence reg winfo conference summary kpml refer ua profile xcap
  diff consent pending additions load control vq rtcpxr spirits hold check
  sync message simple dialog line seize as feature keepalive keep alive
  talk park pickup
  active pending terminated deactivated probation rejected timeout giveup
  noresource invariant
  digest basic md5 sess sha 256 512 auth int qop nc algorithm stale true
  false username realm nonce cnonce opaque response uri domain nextnonce
  rspauth auts ik ck akav1 akav2 bearer aka
  ntlm negotiate kerberos targetname nonurgent urgent normal emergency off yes no unconditional busy unavailable
  away follow me dnd deflection unknown forward
  none header session user critical history full uri name
  both called calling queue proxy redirect parallel sequential recurse fork
  do not
  gzip deflate identity identity chunked
  session early disposition aib signal body
  wget dns srv enum verstat verified validation passed failed tn
  attestation
  mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec
  gmt utc
  en us gb de fr es it ja zh pt ru nl sv pl
  z9hg4bk c d e f i k l m o r s t u v x y a b j n
  service sos police fire ambulance counseling ietf params xml ns 3gpp gpp
  g ims icsi ref iari mmtel smsip rcs oma cpm largemsg filetransfer
  standalone chat videocall ft fthttp ftthumb geopush mwi pager urn
  ieee 802 utran eutran nr cell geran fdd tdd adsl vdsl xdsl docsis wlan
  icid value generated at orig ioi term function addresses ccf ecf
  ipsec man spi port ealg prot mod trans esp hmac 96 null aes cbc des ede3
  sdes srtp crypto
  digit siprec
)";

// Media types, SDP and codecs.
inline constexpr std::string_view kMediaWords = R"(
  application audio video text image message multipart model font sha1
  sdp plain html xml json octet stream mixed alternative related signed
  form boundary charset utf utf8 8 7bit 8bit binary base64 quoted printable
  sipfrag sip rlmi watcherinfo pidf cpim simple filter reginfo rls services
  dialog info conference resource lists summary dtmf relay isup qsig version
  base itu92 ansi92 etsi itut92 cisco 3gpp ims sms vnd csta
  media control kpml request response pkcs7 mime signature load poc settings
  rtp avp avpf savp savpf udptl t38 tlsrtpavp webrtc datachannel bfcp msrp
  fmt in ip4 ip6 ct as tias rs rr clock ntp npt
  rtpmap fmtp ptime maxptime sendrecv sendonly recvonly inactive rtcp mux
  rsize fb nack pli fir ccm tmmbr goog remb transport cc rpsi sli trr
  extmap setup actpass passive actpass holdconn connection existing new
  group bundle ls fid lip mid msid semantic wms ssrc cname mslabel label
  candidate candidates remote end of host srflx prflx relay typ raddr rport
  tcptype generation network cost component foundation ice ufrag pwd lite
  options trickle ice2 renomination mismatch pacing rfc5245 fingerprint sha 1
  224 384 md5 md2 crypto inline aes cm 128 192 gcm hmac 32 80 f8 unencrypted
  srtcp unauthenticated kdr fec order wsh xcap
  curr des conf qos mandatory optional local remote e2e send recv none
  failure unknown
  framerate framesize imageattr quality orient type lang sdplang charset
  keywds tool cat control range content slides speaker main alt sqn cdsc cpar
  cparmin cparmax tcap acap pcfg acfg csup creq rid simulcast direction both
  maxprate rtcpfb silencesupp gpmd nortpproxy source filter incl excl
  accept types path accept wrapped max size setup msrp cema floorctrl confid
  userid floorid mstrm recv only
  faxversion t38faxversion t38maxbitrate t38faxfillbitremoval
  t38faxtranscodingmmr t38faxtranscodingjbig t38faxratemanagement
  t38faxmaxbuffer t38faxmaxdatagram t38faxudpec t38faxudpecdepth
  t38vendorinfo t38modifiedversion t38faxmaxifp transferredtcf localtcf
  t38udpredundancy t38udpfec t38udpnoec
  pcmu pcma g711 g711u g711a g721 g722 g7221 g723 g726 g72616 g72624 g72632
  g72640 16 24 40 g728 g729 g729a g729ab g729b g729d g729e gsm efr hr fr ilbc
  isac speex opus amr wb nb amrwb evs silk lpc dvi4 vdvi l8 l16 mpa celt siren
  bv16 bv32 h261 h263 h263p 1998 2000 h264 h265 svc vp8 vp9 av1 mpv mp2t mp4v
  mp4a es latm generic mpeg4 jpeg jpeg2000 red rtx ulpfec flexfec cn comfort
  noise telephone event x nx64 tone vnd clearmode g7291 smv evrc qcelp g
  annexa annexb mode octet align bitrate cbr vbr useinbandfec usedtx stereo
  sprop maxplaybackrate maxaveragebitrate minptime maxcapturerate change
  period capability neighbor interleaving robust sorting crc profile level id
  packetization asymmetry allowed parameter set sets max mbps fs br cpb dpb fr
  cif qcif qcif sqcif cif4 cif16 custom vga apt on off dtx br bw ch aw recv
  duration signal events rate
  v o s e p c b t r z k a m h
)";

// What a PASSporT and the header field Identity are made of.
inline constexpr std::string_view kIdentityWords = R"(
  typ passport alg ppt x5u es256 rs256 orig dest tn uri iat attest origid shaken
  div rph rcd rcdi crn nam jcd jcl icn opt msgi hi mky dig kid jti iss sub aud
  exp nbf alg info shaken reason stir
)";

// Words of reason phrases and other texts that programs write by themselves.
inline constexpr std::string_view kTextWords = R"(
  a an the is are was not no of or and by to in on at for from with without as
  be has have been this that there it its if than too more less
  ok trying ringing progress progressing session dialog call calls leg
  established accepted answered elsewhere ended end over done success
  successful failed failure fail error errors bad invalid missing malformed
  wrong unsupported unacceptable acceptable allowed forbidden denied reject
  rejected refuse refused decline declined busy here everywhere unavailable
  available temporarily temporary permanent permanently moved found exist
  exists does anywhere gone giving up limit limits exceeded reached rate
  timeout timed out time limited expired expire
  request requests response responses terminated terminate canceled cancelled
  cancel cancellation completed complete completion pending queued wait
  waiting forwarded forward
  user users number numbers subscriber destination source address addresses
  network networks gateway server service services system internal external
  interface resource resources circuit channel trunk route routes routing
  transit capacity congestion overload overloaded limit switching equipment
  order out normal unspecified clearing clear release released hangup hang
  originator absent assigned unassigned unallocated unknown known
  registered registration register unregistered binding bindings
  authentication authorization authorisation authenticate required require
  unauthorized credentials password nonce stale proxy challenge
  codec codecs media type types description incompatible compatible format
  formats protocol version method transaction leg loop detected loops hops
  hop many few extension extensions header headers field fields body length
  size large small short long brief interval content syntax parse parsing
  unexpected internal
  transfer transferred replaced redirect redirected redirection hold held
  blocked block filter filtered policy violation spam security
  try again later please retry
  sip isup q 850 cause causes code
  alive keepalive keep ping pong qualify options
  voice message messages mail voicemail fax phone telephone mobile
  audio video conference echo test
  noisy feedback tells pid req src ip port uri out via cnt
  transport connection connections connect connected disconnected reset closed
  socket dns tls lookup resolve unreachable reachable responding respond alive
)";

// Nobody's names: they stand for every party alike.
inline constexpr std::string_view kNobodysNames = R"(
  anonymous unavailable unknown restricted private withheld asterisk
  localhost invalid null none sip sips tel urn uuid http https mailto
  ping service services sos emergency b2b b2bua leg z9hg4bk
)";

// Last labels that many unrelated parties share.
inline constexpr std::string_view kTopLevelDomains = R"(
  com net org edu gov mil int arpa biz info name pro aero coop museum mobi tel
  io app dev cloud online tech xyz invalid example test local localdomain lan
  home internal corp intranet onion
  ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj
  bm bn bo br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw
  cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge
  gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in
  iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls
  lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz
  na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw
  py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv
  sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va
  vc ve vg vi vn vu wf ws ye yt za zm zw
)";

// Programs and makers, as User-Agent and Server name them.
inline constexpr std::string_view kProductNames = R"(
  asterisk pbx freepbx fpbx freeswitch mod sofia kamailio openser opensips ser
  ims sipp oversip resiprocate repro yate linphone linphonec belle sip liblinphone
  pjsip pjsua pjmedia baresip jitsi twinkle ekiga microsip zoiper rzoiper
  bria eyebeam x lite xlite counterpath csipsimple groundwire acrobits blink
  jssip sipjs sip.js ua doubango sipml5 telepathy empathy gossip minisip kphone
  polycom poly soundpoint soundstation vvx realpresence spip yealink snom
  grandstream gxp gxv gxw ht ucm cisco linksys sipura spa cp cucm csr isr ios
  sipgateway sipcall avaya aura one x ip office mitel aastra shoretel audiocodes
  mediant tandberg lifesize panasonic kx gigaset siemens openscape unify alcatel
  lucent oxe omnipcx fanvil htek escene akuvox obihai obi fritz box avm fritzbox
  oracle acme packet sbc ribbon sonus genband metaswitch perimeta broadworks
  broadsoft sansay dialogic patton smartnode teles huawei zte ericsson nokia
  sems sipwise rtpengine mediaproxy drachtio 3cx 3cxphonesystem elastix vici
  microsoft teams lync rtc skype business uccapi webrtc chrome firefox safari
  twilio gateway proxy server client phone softphone desktop mobile android
  iphone windows linux macos mac win32 x86 64 i386 amd64 release beta rc git
  build version ver svn stable dev debian ubuntu ms intel sip stack dialer
  scanner tester test inter asterisk ctimanager voip phoner phonerlite sjphone
  express talk vaxsipuseragent sipsak warvox nmap mizu webphone ozeki
)";

}  // namespace siptriage::detail

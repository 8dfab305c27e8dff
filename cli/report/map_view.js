// Zoom and pan of the map by wheel, drag and pinch. While it moves the picture is moved as it is, which is quick; at rest
// it is drawn anew, and the frame's `view` (of map_days.js, which has all the rest) is told the pixels of a unit. x, y,
// z: the upper left corner and how near; X, Y, N: as drawn; p: fingers down; a: pixels of a unit; c keeps the map in
// sight; d draws; g, the frame's `go`, moves by pixels i, j and comes nearer by the factor b, while the place under the
// point P, Q of the screen stays.
{
  let f=document.querySelector('.frame'),s=f.firstChild,{width:W,height:H}=s.viewBox.baseVal,{min,max,hypot}=Math,
    x=0,y=0,z=1,X,Y,N,r,t,p=new Map,
    a=()=>(r=f.getBoundingClientRect(),z*(min(r.width/W,r.height/H)||1)),
    c=(v,e)=>e<0?e/2:min(max(v,0),e),
    d=()=>{let n=N=a(),w=r.width/n,h=r.height/n;X=x=c(x,W-w);Y=y=c(y,H-h);
      s.style.transform='';s.setAttribute('viewBox',[x,y,w,h]);f.view(n)},
    g=f.go=(i,j,b,P,Q)=>{let o=a(),n;z=min(max(z*b,1),40);n=a();P-=r.x;Q-=r.y;
      x=c(x+P/o-(P+i)/n,W-r.width/n);y=c(y+Q/o-(Q+j)/n,H-r.height/n);
      s.style.transform=`matrix(${[b=n/N,0,0,b,(X-x)*n,(Y-y)*n]})`;clearTimeout(t);t=setTimeout(d,99)};
  s.onwheel=e=>{if(z>1||e.deltaY<0)e.preventDefault(),g(0,0,.998**e.deltaY,e.x,e.y)};
  s.onpointerdown=e=>{p.set(e.pointerId,e);s.setPointerCapture(e.pointerId)};
  s.onlostpointercapture=e=>p.delete(e.pointerId);
  s.onpointermove=e=>{let i=e.pointerId,w=p.get(i),b=[...p.values()].find(q=>q!=w),l=q=>hypot(q.x-b.x,q.y-b.y)||1;
    if(w)p.set(i,e),b?g(0,0,l(e)/l(w),b.x,b.y):g(e.x-w.x,e.y-w.y,1,e.x,e.y)};
  onresize=d;d()
}
